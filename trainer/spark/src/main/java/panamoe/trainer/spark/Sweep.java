package panamoe.trainer.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.Experiment;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.UnitRun;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.training.Progress;

/**
 * Does the units of runs as jobs of Spark, a task each. A unit becomes a job once the model that it rests on is kept; the model reaches the
 * executors as a broadcast. Everything but the units is done by the thread that calls {@link #run}.
 */
final class Sweep {

    private static final long TICK_MILLIS = 50;

    /** Jobs that wait for each one that runs, so that no executor is idle, and units still end about in the order of the plan. */
    private static final int JOBS_PER_PLACE = 2;

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /** A unit of a run that is to be done; {@code number} tells it from all others. */
    private record Item(int number, Experiment run, Unit unit) {}

    private record Job(Item item, JavaFutureAction<List<UnitOutput>> future) {}

    private record Model(Experiment run, UnitKey unit) {}

    private final JavaSparkContext spark;
    private final Work.Inputs inputs;
    private final UnitProgress progress;
    private final UnitListener listener;
    private final List<Item> waiting = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final Map<Model, Broadcast<byte[]>> models = new HashMap<>();
    private final Set<Model> failed = new HashSet<>();
    private final List<Item> items = new ArrayList<>();
    private final Map<Integer, Integer> told = new HashMap<>();

    /** A sweep that tells {@code listener} what {@code progress} hears. */
    Sweep(JavaSparkContext spark, Work.Inputs inputs, UnitProgress progress, UnitListener listener) {
        this.spark = spark;
        this.inputs = inputs;
        this.progress = progress;
        this.listener = listener;
    }

    /** Does all units that are left. */
    void run(List<Experiment> runs) throws IOException {
        for (Experiment run : runs) {
            for (Unit unit : run.left().units()) {
                Item item = new Item(items.size(), run, unit);
                items.add(item);
                waiting.add(item);
            }
        }
        try {
            runItems();
        } catch (IllegalStateException e) {
            if (spark.sc().isStopped()) {
                throw ended();
            }
            throw e;
        }
    }

    private void runItems() throws IOException {
        long latest = System.nanoTime();
        boolean isTold = false;
        while (!waiting.isEmpty() || !jobs.isEmpty()) {
            if (spark.sc().isStopped()) {
                throw ended();
            }
            submit();
            boolean changed = collect() | tellProgress();
            if (changed) {
                latest = System.nanoTime();
            } else if (!isTold && System.nanoTime() - latest > PATIENCE_NANOS && runningTasks() == 0) {
                listener.says("no unit runs: waiting for a worker with " + inputs.threads() + " free cores");
                isTold = true;
            }
            pause();
        }
    }

    /** The reason why Spark has stopped. On Ctrl-C it stops by itself; then this throws {@link Progress.Stopped}. */
    private IOException ended() {
        listener.waits();
        return new IOException("the Spark cluster has ended the run: the logs of its master and workers say why");
    }

    private int runningTasks() {
        int running = 0;
        for (int stage : spark.statusTracker().getActiveStageIds()) {
            var info = spark.statusTracker().getStageInfo(stage);
            running += info == null ? 0 : info.numActiveTasks();
        }
        return running;
    }

    private void pause() {
        listener.waits();
        try {
            Thread.sleep(TICK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Progress.Stopped();
        }
    }

    private void submit() throws IOException {
        int places = Math.max(1, spark.defaultParallelism() / inputs.threads());
        Iterator<Item> next = waiting.iterator();
        while (next.hasNext() && jobs.size() < JOBS_PER_PLACE * places) {
            Item item = next.next();
            Optional<UnitRun> withoutModel = item.run().withoutModel(item.unit());
            if (withoutModel.isPresent()) {
                next.remove();
                keep(item, withoutModel.get());
            } else if (item.unit()
                    .restsOn()
                    .filter(model -> failed.contains(new Model(item.run(), model)))
                    .isPresent()) {
                next.remove();
                fail(item, new UserError("it rests on " + item.unit().restsOn().get() + ", which failed"));
            } else if (isReady(item)) {
                next.remove();
                jobs.add(new Job(item, start(item)));
            }
        }
    }

    /** The model that a unit rests on is kept once the unit that makes it is neither waiting nor running. */
    private boolean isReady(Item item) {
        return item.unit().restsOn().isEmpty()
                || items.stream()
                        .filter(other -> other.run() == item.run()
                                && other.unit()
                                        .key()
                                        .equals(item.unit().restsOn().get()))
                        .noneMatch(other ->
                                waiting.contains(other) || jobs.stream().anyMatch(job -> job.item() == other));
    }

    private JavaFutureAction<List<UnitOutput>> start(Item item) throws IOException {
        LongAccumulator steps = spark.sc().longAccumulator(UnitProgress.STEPS);
        UnitTask task = new UnitTask(Work.of(inputs, item.run().settings()), model(item), steps);
        spark.setLocalProperty(UnitProgress.UNIT, String.valueOf(item.number()));
        spark.setJobDescription(item.unit().key().toString());
        return spark.parallelize(List.of(item.unit().key()), 1).map(task).collectAsync();
    }

    private @Nullable Broadcast<byte[]> model(Item item) throws IOException {
        Optional<UnitKey> base = item.unit().restsOn();
        if (base.isEmpty()) {
            return null;
        }
        Model model = new Model(item.run(), base.get());
        Broadcast<byte[]> known = models.get(model);
        if (known == null) {
            Path file = item.run()
                    .plan()
                    .unit(base.get())
                    .keptModel(item.run().folder().checkpoints())
                    .orElseThrow();
            known = spark.broadcast(Files.readAllBytes(file));
            models.put(model, known);
        }
        return known;
    }

    private boolean collect() throws IOException {
        boolean any = false;
        for (Job job : List.copyOf(jobs)) {
            if (job.future().isDone()) {
                jobs.remove(job);
                end(job.item(), output(job.future()));
                any = true;
            }
        }
        return any;
    }

    /** The output of a job. A unit that Spark gives up, such as one that has lost its executor four times, has failed, too. */
    private UnitOutput output(JavaFutureAction<List<UnitOutput>> future) throws IOException {
        try {
            return future.get().getFirst();
        } catch (ExecutionException e) {
            if (spark.sc().isStopped()) {
                throw ended();
            }
            return new UnitOutput.Failed(new IOException("Spark gave it up: " + firstLine(e), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Progress.Stopped();
        }
    }

    private static String firstLine(ExecutionException e) {
        Throwable reason = Objects.requireNonNullElse(e.getCause(), e);
        return MessageText.of(reason).lines().findFirst().orElse("");
    }

    private void end(Item item, UnitOutput output) throws IOException {
        switch (output) {
            case UnitOutput.Failed broken -> fail(item, broken.reason());
            case UnitOutput.Done done -> {
                tell(item, done.steps());
                for (UnitOutput.WrittenFile file : done.files()) {
                    AtomicFile.write(item.run().folder().path().resolve(file.path()), file.content());
                }
                keep(item, new UnitRun(RunFolder.MAPPER.readValue(done.result(), UnitResult.class), done.steps()));
            }
        }
        dropModels();
    }

    private void keep(Item item, UnitRun run) throws IOException {
        item.run().keep(item.unit(), run, listener);
    }

    private void fail(Item item, Throwable reason) {
        failed.add(new Model(item.run(), item.unit().key()));
        listener.failed(item.unit().key(), reason, item.unit().steps() - told.getOrDefault(item.number(), 0));
    }

    /** Frees the memory of the models that no unit rests on which is left. */
    private void dropModels() {
        models.entrySet().removeIf(entry -> {
            boolean isNeeded = Stream.concat(waiting.stream(), jobs.stream().map(Job::item))
                    .anyMatch(item -> item.run() == entry.getKey().run()
                            && item.unit()
                                    .restsOn()
                                    .equals(Optional.of(entry.getKey().unit())));
            if (!isNeeded) {
                entry.getValue().destroy();
            }
            return !isNeeded;
        });
    }

    private boolean tellProgress() {
        boolean any = false;
        for (Integer begun = progress.begun().poll();
                begun != null;
                begun = progress.begun().poll()) {
            listener.begins(items.get(begun).unit().key());
            any = true;
        }
        for (String lost = progress.lost().poll();
                lost != null;
                lost = progress.lost().poll()) {
            listener.says(lost);
        }
        for (Job job : jobs) {
            any |= tell(job.item(), progress.steps(job.item().number()));
        }
        return any;
    }

    /** Tells the listener of the steps of a unit that it does not know of. */
    private boolean tell(Item item, int steps) {
        int before = told.getOrDefault(item.number(), 0);
        for (int step = before; step < steps; step++) {
            listener.step();
        }
        told.put(item.number(), Math.max(before, steps));
        return steps > before;
    }
}
