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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.collections.api.map.primitive.IntDoubleMap;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.trainer.common.FileProblem;
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
 * The training of one model. At any moment its folder has a state from which another process goes on, and ends with the same weights to
 * the bit.
 */
public final class ModelTraining {

    /** A state is kept at each evaluation, and when this time has passed since the one before. */
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    /** The folder of the last model within that of the best. */
    public static final String LAST = "last";

    private static final List<Split> MEASURED = List.of(Split.DEV, Split.TEST);

    /** The text of a state that has the digest of the losses and evaluations. */
    private static final String RECORDS = "records.sha256";

    private enum Purpose {
        MODEL, // as ModelFolder.modelRng has it
        CURRICULUM,
        DROPOUT
    }

    private final TrainSettings settings;
    private final PretrainedEncoder encoder;
    private final TaskSlots slots;
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
            TrainingFolder folder,
            Phases phases,
            SequenceSource features,
            MultiTaskModel model,
            Curriculum curriculum) {
        this.settings = settings;
        this.encoder = encoder;
        this.slots = slots;
        this.folder = folder;
        this.phases = phases;
        this.features = features;
        this.model = model;
        this.batches = new Batches(slots, features);
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
     * Prepares a training, or goes on with the one in the folder.
     *
     * @param slots the tasks that are learnt
     * @param encoder that the model begins with
     * @param backend that all is computed on
     * @param folder of this training
     * @param phases told of what takes long beside the steps
     * @throws IOException if the folder cannot be read or written
     * @throws UserError if the settings do not go with tasks or encoder
     */
    public static ModelTraining open(
            TrainSettings settings,
            TaskSlots slots,
            PretrainedEncoder encoder,
            Backend backend,
            TrainingFolder folder,
            Phases phases)
            throws IOException {
        try {
            ModelTraining training = made(settings, slots, encoder, backend, folder, phases);
            training.resumeWhole();
            return training;
        } catch (UserError e) {
            folder.discardUnlessBegun();
            throw e;
        }
    }

    private static ModelTraining made(
            TrainSettings settings,
            TaskSlots slots,
            PretrainedEncoder encoder,
            Backend backend,
            TrainingFolder folder,
            Phases phases) {
        settings.model().requireFits(encoder.weights().config());
        Curriculum curriculum = Mixture.curriculum(settings, slots, rng(settings, Purpose.CURRICULUM));
        FrozenEncoder frozen =
                new FrozenEncoder(backend, encoder.weights(), settings.model().firstLayer());
        SequenceSource features =
                Features.of(frozen, slots, encoder.tokenizer(), settings.model().maxTokens());
        MultiTaskModel model = new MultiTaskModel(
                backend,
                settings.method(),
                settings.model(),
                encoder.weights(),
                slots.count(),
                slots.maxClasses(),
                ModelFolder.modelRng(settings.seed()));
        return new ModelTraining(settings, encoder, slots, folder, phases, features, model, curriculum);
    }

    private static Rng rng(TrainSettings settings, Purpose purpose) {
        return new Rng(settings.seed()).derive(purpose.ordinal());
    }

    /** Goes on with the state in the folder; a damaged one is refused before anything is changed. */
    private void resumeWhole() throws IOException {
        try {
            resume();
        } catch (IOException | IllegalArgumentException e) {
            String problem = e instanceof FileSystemException file
                    ? Path.of(file.getFile()).getFileName() + ": " + FileProblem.of(file)
                    : e.getMessage();
            throw new UserError("the training in " + folder.path() + " cannot be gone on with: " + problem
                    + "; remove the folder and train anew");
        }
    }

    private void resume() throws IOException {
        @Nullable String recordsSha256 = null;
        if (Files.exists(folder.state())) {
            Map<String, String> texts = TrainerState.read(trainer, folder.state());
            best = BestModel.of(texts);
            recordsSha256 = texts.getOrDefault(RECORDS, "");
        }
        int done = trainer.steps();
        List<TrainingRecords.Loss> losses = folder.records().losses();
        if (!Files.exists(folder.state()) && !losses.isEmpty()) {
            throw new IOException(folder.state().getFileName() + " is missing");
        }
        losses.removeIf(loss -> loss.step() > done);
        folder.records().evaluations().stream()
                .filter(made -> made.step() <= done)
                .forEach(evaluations::add);
        requireAll(losses, done);
        if (recordsSha256 != null && !recordsSha256.equals(TrainingRecords.sha256(losses, evaluations))) {
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

    /** Every step that was done has losses, and an evaluation if it is one to be evaluated. */
    private void requireAll(List<TrainingRecords.Loss> losses, int done) throws IOException {
        long withLoss =
                losses.stream().mapToInt(TrainingRecords.Loss::step).distinct().count();
        if (withLoss != done) {
            throw new IOException("the losses of " + withLoss + " steps are kept: " + done + " were done");
        }
        List<Integer> evaluated = evaluations.stream().map(DevEvaluation::step).toList();
        List<Integer> expected =
                IntStream.rangeClosed(1, done).filter(this::isEvaluated).boxed().toList();
        if (!evaluated.equals(expected)) {
            throw new IOException("the evaluations of steps " + evaluated + " are kept: expected " + expected);
        }
    }

    /** Steps in all. */
    public int steps() {
        return curriculum.steps().size();
    }

    /** Steps that are left. */
    public int stepsLeft() {
        return steps() - trainer.steps();
    }

    /** The model as it is now. */
    public MultiTaskModel model() {
        return model;
    }

    /** Computes what the frozen layers make of the examples that {@link #run} needs; else it does so where it first needs them. */
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
     * @throws Progress.Stopped if the listener asked for it; the state is kept
     * @throws panamoe.trainer.learner.training.Diverged if a number is not finite; the last state before it is kept
     */
    public void run(TrainingListener listener) throws IOException {
        if (stepsLeft() == 0) {
            return;
        }
        try (TrainingEvents events = TrainingEvents.open(folder.events(), trainer, settings)) {
            if (!Files.exists(folder.state())) {
                save(events); // from now on a training without a state is a damaged one
            }
            long saved = System.nanoTime();
            while (stepsLeft() > 0) {
                try {
                    listener.step();
                } catch (Progress.Stopped e) {
                    save(events);
                    throw e;
                }
                step();
                boolean evaluates = isEvaluated(trainer.steps());
                if (evaluates) {
                    DevEvaluation made = evaluate();
                    events.evaluated(made);
                    listener.evaluated(made);
                }
                if (evaluates || System.nanoTime() - saved > INTERVAL.toNanos()) {
                    save(events);
                    saved = System.nanoTime();
                }
            }
        }
    }

    private void step() {
        IntDoubleMap ofTasks = trainer.step(curriculum.steps().get(trainer.steps()));
        ofTasks.forEachKeyValue((task, loss) -> {
            TrainingRecords.Loss each = new TrainingRecords.Loss(trainer.steps(), slots.name(task), loss);
            unsaved.add(each);
            sinceEvaluation.add(each);
        });
    }

    /** True after the step that ends an equal part of the run. */
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
            Checkpoint.write(model, file);
            best = new BestModel(trainer.steps(), mean, Sha256.of(file));
        }
        DevEvaluation made = new DevEvaluation(trainer.steps(), meanLosses(), metrics, mean, better, routing());
        sinceEvaluation.clear();
        folder.records().append(made);
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

    /** The state comes last: whatever it has is in the other files too, which are cut to it when the training goes on. */
    private void save(TrainingEvents events) throws IOException {
        folder.records().append(unsaved);
        events.losses(unsaved);
        events.flush();
        unsaved.clear();
        Map<String, String> texts = new HashMap<>(best.texts());
        texts.put(RECORDS, folder.records().sha256());
        TrainerState.write(trainer, folder.state(), texts);
        folder.keepBest(best.step());
    }

    /** Writes pages about a model. */
    @FunctionalInterface
    public interface PageWriter {
        /**
         * Writes them.
         *
         * @param into the folder that the model's other files are written into, which gets its name later
         */
        void write(TrainedModel model, Path into) throws IOException;
    }

    /**
     * Measures the best model on dev and test and writes it; beneath it the last one, in {@code last}, if that is another.
     *
     * @param probe what {@link LinearProbe} measured; empty if it was left out
     * @return the model, in the folder that it was trained for
     */
    public TrainedModel finish(Map<String, Map<Split, Double>> probe, PageWriter pages) throws IOException {
        Check.that(stepsLeft() == 0, () -> stepsLeft() + " steps are left: run first");
        List<List<Double>> means = meanFeatures();
        if (best.step() != steps()) {
            TrainedModel last = trained(folder.model().resolve(LAST), steps(), probe, means);
            write(last, folder.path().resolve(LAST), pages);
            Checkpoint.read(model, folder.best(best.step()));
        }
        TrainedModel trained = trained(folder.model(), best.step(), probe, means);
        write(trained, folder.path(), pages);
        folder.finish();
        return trained;
    }

    private static void write(TrainedModel trained, Path into, PageWriter pages) throws IOException {
        Files.createDirectories(into);
        pages.write(trained, into);
        ModelFolder.write(trained.kept(), into);
    }

    /** By slot; the frozen layers are the same in the last model and the best. */
    private List<List<Double>> meanFeatures() {
        return IntStream.range(0, slots.count())
                .mapToObj(slot ->
                        MeanFeatures.of(features, slot, slots.get(slot).train().size()))
                .toList();
    }

    private TrainedModel trained(Path path, int step, Map<String, Map<Split, Double>> probe, List<List<Double>> means)
            throws IOException {
        List<TrainedModel.OfTask> tasks = measured();
        List<RoutingMap> routing = routing();
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
                List.of(HistoryEntry.learnt(
                        HistoryEntry.Event.TRAINED,
                        kept.stream().map(KeptTask::name).toList(),
                        settings.data(),
                        step,
                        settings.seed())),
                kept,
                model,
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
                ModelCost.of(model, settings.method(), settings.model().moe()));
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
