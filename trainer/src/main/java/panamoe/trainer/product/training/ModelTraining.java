package panamoe.trainer.product.training;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.collections.api.map.primitive.IntDoubleMap;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Agreement;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Batches;
import panamoe.trainer.learner.training.Checkpoint;
import panamoe.trainer.learner.training.Evaluation;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.learner.training.TrainerState;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskSlots;

/**
 * The training of one model. Its folder always has a state from which another process can continue. The final weights are the same to the
 * bit, whether or not the training was interrupted.
 */
public final class ModelTraining {

    /** The state is saved at each evaluation, and when this time has passed since it was last saved. */
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    /** The folder of the last model, within the folder of the best one. */
    public static final String LAST = "last";

    private static final List<Split> MEASURED = List.of(Split.DEV, Split.TEST);

    /** The key of the digest of losses and evaluations among the texts of a state. */
    private static final String RECORDS = "records.sha256";

    private enum Purpose {
        MODEL, // derives the same generator as ModelFolder.modelRng
        CURRICULUM,
        DROPOUT,
        GATES
    }

    private final TrainSettings settings;
    private final PretrainedEncoder encoder;
    private final TaskSlots slots;
    private final Parallelism parallelism;
    private final ProcessGroup group;
    private final TrainingFolder folder;
    private final Phases phases;
    private final SequenceSource features;
    private final MultiTaskModel model;
    private final Batches batches;
    private final Curriculum curriculum;
    private final Trainer trainer;
    private final Evaluation evaluation;
    private final List<TrainingRecords.Loss> unsaved = new ArrayList<>();
    private final List<DevEvaluation> evaluations = new ArrayList<>();
    private final List<TrainingRecords.Loss> sinceEvaluation = new ArrayList<>();
    private BestModel best = BestModel.NONE;

    private ModelTraining(
            TrainSettings settings,
            PretrainedEncoder encoder,
            TaskSlots slots,
            Parallelism parallelism,
            TrainingFolder folder,
            Phases phases,
            SequenceSource features,
            MultiTaskModel model,
            Curriculum curriculum) {
        this.settings = settings;
        this.encoder = encoder;
        this.slots = slots;
        this.parallelism = parallelism;
        this.group = parallelism.group();
        this.folder = folder;
        this.phases = phases;
        this.features = features;
        this.model = model;
        this.batches = new Batches(slots, features, group);
        this.curriculum = curriculum;
        this.trainer = new Trainer(
                model,
                settings.method().weighting(),
                settings.training().recipe(settings.method()),
                batches,
                curriculum.steps().size(),
                rng(settings, Purpose.DROPOUT));
        this.evaluation = new Evaluation(model, batches, trainer.workspace());
    }

    /**
     * Prepares a training, or resumes the one in the folder.
     *
     * @param slots the tasks to learn
     * @param encoder the pretrained encoder
     * @param backend of all computations
     * @param folder of this training
     * @param phases receives the progress of long phases other than the steps
     * @throws IOException if the folder cannot be read or written
     * @throws UserError if the settings do not fit the tasks or the encoder, or the state in the folder is damaged
     */
    public static ModelTraining open(
            TrainSettings settings,
            TaskSlots slots,
            PretrainedEncoder encoder,
            Backend backend,
            TrainingFolder folder,
            Phases phases)
            throws IOException {
        return open(settings, slots, encoder, backend, Parallelism.NONE, folder, phases);
    }

    /**
     * As above, with several processes. All of them call the same methods. The first one alone reads and writes files.
     *
     * @throws Agreement.Failed in all processes, if one of them fails
     */
    public static ModelTraining open(
            TrainSettings settings,
            TaskSlots slots,
            PretrainedEncoder encoder,
            Backend backend,
            Parallelism parallelism,
            TrainingFolder folder,
            Phases phases)
            throws IOException {
        try {
            ModelTraining training = Agreement.all(
                    parallelism.group(), () -> create(settings, slots, encoder, backend, parallelism, folder, phases));
            training.resumeOrRefuse();
            return training;
        } catch (UserError | Agreement.Failed e) {
            if (parallelism.group().isFirst()) {
                folder.discardUnlessBegun();
            }
            throw e;
        }
    }

    private static ModelTraining create(
            TrainSettings settings,
            TaskSlots slots,
            PretrainedEncoder encoder,
            Backend backend,
            Parallelism parallelism,
            TrainingFolder folder,
            Phases phases) {
        settings.model().requireFits(encoder.weights().config(), List.of(settings.method()));
        Curriculum curriculum = Mixture.curriculum(settings, slots, rng(settings, Purpose.CURRICULUM));
        FrozenEncoder frozen =
                new FrozenEncoder(backend, encoder.weights(), settings.model().firstLayer());
        SequenceSource features =
                Features.of(frozen, slots, encoder.tokenizer(), settings.model().maxTokens(), parallelism.group());
        Rng gates = rng(settings, Purpose.GATES);
        MultiTaskModel model =
                NewModel.begin(settings, slots, encoder, frozen, backend, gates, parallelism.ofExperts());
        return new ModelTraining(settings, encoder, slots, parallelism, folder, phases, features, model, curriculum);
    }

    private static Rng rng(TrainSettings settings, Purpose purpose) {
        return new Rng(settings.seed()).derive(purpose.ordinal());
    }

    /** Resumes from the state in the folder. A damaged state is refused before anything is changed. */
    private void resumeOrRefuse() throws IOException {
        try {
            resume();
        } catch (IOException | IllegalArgumentException e) {
            throw refusal(e);
        } catch (Agreement.Failed e) {
            throw e.with(this::refusal);
        }
    }

    private UserError refusal(Throwable e) {
        String problem = e instanceof FileSystemException file
                ? Path.of(file.getFile()).getFileName() + ": " + FileProblem.of(file)
                : e.getMessage();
        return new UserError("the training in " + folder.path() + " cannot be resumed: " + problem
                + "; remove the folder and train anew");
    }

    private void resume() throws IOException {
        boolean hasState = group.any(group.isFirst() && Files.exists(folder.state()));
        Map<String, String> texts = hasState ? TrainerState.read(trainer, folder.state()) : Map.of();
        Agreement.first(group, () -> {
            resumeRecords(hasState, texts);
            return null;
        });
        if (hasState) {
            shareBest();
        }
    }

    private void shareBest() {
        double[] ofFirst = group.isFirst() ? group.sum(best.step(), best.mean()) : group.sum(0, 0);
        if (!group.isFirst()) {
            best = new BestModel((int) ofFirst[0], ofFirst[1], "");
        }
    }

    private void resumeRecords(boolean hasState, Map<String, String> texts) throws IOException {
        if (hasState) {
            best = BestModel.of(texts);
        }
        int done = trainer.steps();
        List<TrainingRecords.Loss> losses = folder.records().losses();
        if (!hasState && !losses.isEmpty()) {
            throw new IOException(folder.state().getFileName() + " is missing");
        }
        losses.removeIf(loss -> loss.step() > done);
        folder.records().evaluations().stream()
                .filter(made -> made.step() <= done)
                .forEach(evaluations::add);
        requireAll(losses, done);
        if (hasState && !texts.getOrDefault(RECORDS, "").equals(TrainingRecords.sha256(losses, evaluations))) {
            throw new IOException(
                    TrainingRecords.LOSSES + " or " + TrainingRecords.EVALUATIONS + " is not what was written");
        }
        if (best.step() > 0 && !Sha256.of(folder.best(best.step())).equals(best.sha256())) {
            throw new IOException(folder.best(best.step()).getFileName() + " is not what was written");
        }
        folder.records().write(losses, evaluations);
        int last = evaluations.isEmpty() ? 0 : evaluations.getLast().step();
        losses.stream().filter(loss -> loss.step() > last).forEach(sinceEvaluation::add);
    }

    /** Every step that was done needs losses, and an evaluation if it ends a part of the training. */
    private void requireAll(List<TrainingRecords.Loss> losses, int done) throws IOException {
        long withLoss =
                losses.stream().mapToInt(TrainingRecords.Loss::step).distinct().count();
        if (withLoss != done) {
            throw new IOException(
                    TrainingRecords.LOSSES + " has losses of " + Plural.of(withLoss, "step") + ": expected " + done);
        }
        List<Integer> evaluated = evaluations.stream().map(DevEvaluation::step).toList();
        List<Integer> expected =
                IntStream.rangeClosed(1, done).filter(this::isEvaluated).boxed().toList();
        if (!evaluated.equals(expected)) {
            throw new IOException(
                    TrainingRecords.EVALUATIONS + " has evaluations of steps " + evaluated + ": expected " + expected);
        }
    }

    /** The number of steps of the whole training. */
    public int steps() {
        return curriculum.steps().size();
    }

    /** The number of steps that are left. */
    public int stepsLeft() {
        return steps() - trainer.steps();
    }

    /** The model as it is now. */
    public MultiTaskModel model() {
        return model;
    }

    /**
     * Computes the output of the frozen layers for the examples that {@link #run} needs. Without this call, {@code run} computes it
     * at its first use.
     */
    public void prepare() {
        if (stepsLeft() > 0 && features instanceof FrozenFeatures kept) {
            List<Split> needed = List.of(Split.TRAIN, Split.DEV);
            int all = slots.examples(needed);
            kept.compute(needed, done -> phases.at("texts through the frozen layers", done, all));
        }
    }

    /**
     * Trains to the end.
     *
     * @throws Progress.Stopped if the listener throws it; the state is saved
     * @throws panamoe.trainer.learner.training.Diverged if a loss or an output is not finite; the last saved state stays
     */
    public void run(TrainingListener listener) throws IOException {
        if (stepsLeft() == 0) {
            return;
        }
        boolean hasState = group.any(group.isFirst() && Files.exists(folder.state()));
        try (@Nullable
                TrainingEvents events =
                        group.isFirst() ? TrainingEvents.open(folder.events(), trainer, settings) : null) {
            if (!hasState) {
                save(events); // from now on a training without a state is a damaged one
            }
            long saved = System.nanoTime();
            while (stepsLeft() > 0) {
                boolean isDue = group.isFirst() && System.nanoTime() - saved > INTERVAL.toNanos();
                Turn turn = turn(listener, isDue);
                if (turn.saves()) {
                    save(events);
                    saved = System.nanoTime();
                }
                if (turn.stopped() != null) {
                    throw turn.stopped();
                }
                step();
                if (isEvaluated(trainer.steps())) {
                    DevEvaluation made = evaluate();
                    if (events != null) {
                        events.evaluated(made);
                    }
                    listener.evaluated(made);
                    save(events);
                    saved = System.nanoTime();
                }
            }
        }
    }

    /**
     * What all processes do before a step.
     *
     * @param saves true to save the state
     * @param stopped ends the training; null if it goes on
     */
    private record Turn(boolean saves, Progress.@Nullable Stopped stopped) {}

    /** Asks the listeners of all processes. If one of them stops, all stop. */
    private Turn turn(TrainingListener listener, boolean isDue) {
        Progress.@Nullable Stopped own = null;
        try {
            listener.step();
        } catch (Progress.Stopped e) {
            own = e;
        }
        double[] asked = group.sum(own == null ? 0 : 1, isDue ? 1 : 0);
        boolean stops = asked[0] > 0;
        Progress.@Nullable Stopped stopped = stops && own == null ? new Progress.Stopped() : own;
        return new Turn(stops || asked[1] > 0, stopped);
    }

    private void step() {
        IntDoubleMap ofTasks = trainer.step(curriculum.steps().get(trainer.steps()));
        ofTasks.forEachKeyValue((task, loss) -> {
            TrainingRecords.Loss each = new TrainingRecords.Loss(trainer.steps(), slots.name(task), loss);
            unsaved.add(each);
            sinceEvaluation.add(each);
        });
    }

    /** True for a step that ends a part of the training; there are as many equal parts as evaluations. */
    private boolean isEvaluated(int step) {
        int parts = Math.min(settings.evaluations(), steps());
        return (long) step * parts / steps() > (long) (step - 1) * parts / steps();
    }

    private DevEvaluation evaluate() throws IOException {
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        double sum = 0;
        for (int slot = 0; slot < slots.count(); slot++) {
            Measurement measured = evaluation.measure(slot, Split.DEV, trainer.steps());
            metrics.put(slots.name(slot), measured.byName(slots.get(slot).task()));
            sum += measured.main();
        }
        double mean = sum / slots.count();
        boolean better = mean > best.mean();
        if (better) {
            Path file = folder.best(trainer.steps());
            Checkpoint.write(model, group, file);
            best = new BestModel(trainer.steps(), mean, group.isFirst() ? Sha256.of(file) : "");
        }
        DevEvaluation made = new DevEvaluation(trainer.steps(), meanLosses(), metrics, mean, better, routing());
        sinceEvaluation.clear();
        if (group.isFirst()) {
            folder.records().append(made);
        }
        evaluations.add(made);
        return made;
    }

    /** The mean loss of each task since the last evaluation. */
    private Map<String, Double> meanLosses() {
        return sinceEvaluation.stream()
                .collect(Collectors.groupingBy(
                        TrainingRecords.Loss::task,
                        TreeMap::new,
                        Collectors.averagingDouble(TrainingRecords.Loss::loss)));
    }

    private List<RoutingMap> routing() {
        List<Integer> layers = model.sparseLayers();
        if (layers.isEmpty()) {
            return List.of();
        }
        int[] all = IntStream.range(0, slots.count()).toArray();
        var stats = evaluation.routing(all, Split.DEV, TaskMeasurement.ROUTED);
        RunLabel label = new RunLabel(settings.method().name(), "train", settings.seed());
        return RoutingMap.of(label, layers, stats, all, slots::name);
    }

    /** Writes the state last, so that the other files have at least its steps. When the training is resumed, they are cut to these. */
    private void save(@Nullable TrainingEvents events) throws IOException {
        Map<String, String> texts = new HashMap<>(best.texts());
        if (events != null) {
            folder.records().append(unsaved);
            events.losses(unsaved);
            events.flush();
            texts.put(RECORDS, folder.records().sha256());
        }
        unsaved.clear();
        TrainerState.write(trainer, folder.state(), texts);
        if (group.isFirst()) {
            folder.keepBest(best.step());
        }
    }

    /** Writes pages about a model. */
    @FunctionalInterface
    public interface PageWriter {
        /**
         * Writes the pages.
         *
         * @param into the folder of the model's files; it is renamed when the training is finished
         */
        void write(TrainedModel model, Path into) throws IOException;
    }

    /**
     * Measures the best model on dev and test and writes it. If the last model is another one, it is written to the folder {@code last}
     * within that of the best.
     *
     * @param probe the scores of {@link LinearProbe}; empty if it was not measured
     * @return the best model, in its final folder; empty in processes other than the first
     */
    public Optional<TrainedModel> finish(Map<String, Map<Split, Double>> probe, PageWriter pages) throws IOException {
        Check.that(stepsLeft() == 0, () -> Plural.of(stepsLeft(), "step") + " left: expected none; run first");
        if (!group.isSingle() && features instanceof FrozenFeatures kept) {
            kept.compute(MEASURED, done -> {});
        }
        List<List<Double>> means = group.isFirst() ? meanFeatures() : List.of();
        if (best.step() != steps()) {
            Optional<TrainedModel> last = trained(folder.model().resolve(LAST), steps(), probe, means);
            if (last.isPresent()) {
                write(last.get(), folder.path().resolve(LAST), pages);
            }
            Checkpoint.read(model, group, folder.best(best.step()));
        }
        Optional<TrainedModel> trained = trained(folder.model(), best.step(), probe, means);
        if (trained.isPresent()) {
            write(trained.get(), folder.path(), pages);
            folder.finish();
        }
        return trained;
    }

    /** The model with all experts in the first process; this process's model in the others. */
    private MultiTaskModel whole() {
        if (parallelism.ofExperts().isSingle()) {
            return model;
        }
        MultiTaskModel whole = group.isFirst()
                ? NewModel.drawn(settings, slots, encoder, model.parameters().backend(), ProcessGroup.single())
                : model;
        Checkpoint.gather(model, group, whole);
        return whole;
    }

    private static void write(TrainedModel trained, Path into, PageWriter pages) throws IOException {
        Files.createDirectories(into);
        pages.write(trained, into);
        ModelFolder.write(trained.kept(), into);
    }

    /** The mean features by slot. The last and the best model share them, since their frozen layers are the same. */
    private List<List<Double>> meanFeatures() {
        return IntStream.range(0, slots.count())
                .mapToObj(slot ->
                        MeanFeatures.of(features, slot, slots.get(slot).train().size()))
                .toList();
    }

    /** Measures the model. @return the model in the first process; empty in the others */
    private Optional<TrainedModel> trained(
            Path path, int step, Map<String, Map<Split, Double>> probe, List<List<Double>> means) throws IOException {
        List<TrainedModel.OfTask> tasks = measured();
        List<RoutingMap> routing = routing();
        MultiTaskModel whole = whole();
        return group.isFirst()
                ? Optional.of(trained(path, step, probe, means, tasks, routing, whole))
                : Optional.empty();
    }

    private TrainedModel trained(
            Path path,
            int step,
            Map<String, Map<Split, Double>> probe,
            List<List<Double>> means,
            List<TrainedModel.OfTask> tasks,
            List<RoutingMap> routing,
            MultiTaskModel network)
            throws IOException {
        List<KeptTask> kept = IntStream.range(0, slots.count())
                .mapToObj(slot -> tasks.get(slot)
                        .kept(slot, routing, probe.getOrDefault(slots.name(slot), Map.of()))
                        .withFeatures(means.get(slot)))
                .toList();
        KeptModel whole = KeptModel.of(
                encoder,
                settings.method(),
                settings.model(),
                new KeptModel.Heads(slots.count(), slots.maxClasses()),
                List.of(HistoryEntry.learned(
                        HistoryEntry.Event.TRAINED,
                        kept.stream().map(KeptTask::name).toList(),
                        settings.data(),
                        step,
                        settings.seed())),
                kept,
                network,
                settings.text());
        List<TrainingRecords.Loss> losses = folder.records().losses();
        return new TrainedModel(
                path,
                settings,
                whole,
                step,
                steps(),
                tasks,
                IntStream.range(0, slots.count())
                        .mapToObj(slot -> LossCurve.of(slots.name(slot), losses, steps()))
                        .toList(),
                evaluations,
                ModelCost.of(network, settings.method(), settings.model().moe()));
    }

    private List<TrainedModel.OfTask> measured() {
        List<TrainedModel.OfTask> tasks = new ArrayList<>();
        for (int slot = 0; slot < slots.count(); slot++) {
            phases.at("tasks measured on dev and test", slot, slots.count());
            Map<Split, Measurement> ofSplits = new EnumMap<>(Split.class);
            for (Split split : MEASURED) {
                ofSplits.put(split, evaluation.measure(slot, split, trainer.steps()));
            }
            tasks.add(new TrainedModel.OfTask(slots.get(slot), ofSplits));
        }
        phases.at("tasks measured on dev and test", slots.count(), slots.count());
        return tasks;
    }
}
