package panamoe.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.FolderLock;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.tasks.Suite;

/**
 * Runs the protocols and keeps the results in a folder.
 *
 * <pre>
 *   open -> plan -> run (again after each stop) -> results
 * </pre>
 */
public final class Experiment {

    private final Design design;
    private final Plan plan;
    private final RunFolder folder;
    private final Environment environment;
    private final PretrainedEncoder encoder;
    private final Lab lab;
    private final long memory;

    private Experiment(
            Design design, RunFolder folder, Environment environment, PretrainedEncoder encoder, Lab lab, long memory) {
        this.design = design;
        this.plan = Plan.of(design);
        this.folder = folder;
        this.environment = environment;
        this.encoder = encoder;
        this.lab = lab;
        this.memory = memory;
    }

    /**
     * Prepares a run.
     *
     * @param suite the tasks
     * @param encoder the pretrained encoder, loaded after all checks that do not need it, because loading takes a while
     * @param environment the machine and program, for the results
     * @param folder holds the finished units, and receives those of this run
     * @throws IOException if the encoder cannot be read
     * @throws UserError if the settings do not fit the suite or the encoder, or the run does not fit into the heap
     */
    public static Experiment open(
            RunSettings settings, Suite suite, SharedEncoder encoder, Environment environment, RunFolder folder)
            throws IOException {
        boolean begun = false;
        try {
            Design design = Design.of(settings, suite);
            Protocols.requireFit(design);
            requireComplete(design, folder.finished(), environment);
            PretrainedEncoder pretrained = encoder.get();
            settings.model().requireFits(pretrained.weights().config(), settings.methods());
            FrozenFeatures features = encoder.features(design);
            long memory = Memory.requireFits(
                    design,
                    features,
                    pretrained.weights().config(),
                    Runtime.getRuntime().maxMemory());
            Lab lab = new Lab(design, encoder.backend(), pretrained, features, folder.checkpoints());
            folder.begin(settings);
            begun = true;
            return new Experiment(design, folder, environment, pretrained, lab, memory);
        } finally {
            if (!begun) {
                folder.removeMade();
            }
        }
    }

    /** @throws UserError if a stored result lacks a score. The check comes first, so that no new unit is computed in vain. */
    private static void requireComplete(Design design, Finished finished, Environment environment) {
        new ResultsAssembly(design, finished).results("no encoder yet", environment, Map.of());
    }

    /** This run with one difference: the model of each unit that is done from now on is kept in the folder {@code models}. */
    public Experiment keepingModels() {
        return new Experiment(
                design,
                folder,
                environment,
                encoder,
                lab.keepingModels(models(), SettingsReader.text(design.settings())),
                memory);
    }

    /** The number of units that were done without keeping their models; 0 if the folder {@code models} exists. */
    public int doneWithoutModels() {
        return Files.exists(models()) ? 0 : plan.units().size() - left().units().size();
    }

    private Path models() {
        return folder.path().resolve("models");
    }

    /** The settings. */
    public RunSettings settings() {
        return design.settings();
    }

    /** The machine and program. */
    public Environment environment() {
        return environment;
    }

    /** All units. */
    public Plan plan() {
        return plan;
    }

    /** The units that remain to be done. */
    public Plan left() {
        return plan.left(folder);
    }

    /** The units in which a model diverged. */
    public List<UnitResult> diverged() {
        return plan.units().stream()
                .flatMap(unit -> folder.finished().get(unit.key()).stream())
                .filter(result -> result.diverged() != null)
                .toList();
    }

    /** The folder of the run. */
    public RunFolder folder() {
        return folder;
    }

    /**
     * Does the remaining units and keeps the result of each as soon as it is finished.
     *
     * @throws Progress.Stopped if the listener asked for it
     * @throws UserError if another process is using the folder
     */
    public void run(UnitListener listener) throws IOException {
        try (FolderLock lock = folder.lock()) {
            plan.run(lab, folder, listener);
        }
    }

    /** The bytes of heap that a unit needs, about. */
    public long memory() {
        return memory;
    }

    /** Keeps other processes out of the folder. @throws UserError if another one is at work in it */
    public FolderLock lock() throws IOException {
        return folder.lock();
    }

    /** The result of a unit that must begin with the model of a unit which diverged; empty for other units. */
    public Optional<UnitRun> withoutModel(Unit unit) {
        return Plan.withoutModel(unit, folder.finished());
    }

    /** Keeps the result of a unit that was done elsewhere. */
    public void keep(Unit unit, UnitRun run, UnitListener listener) throws IOException {
        plan.keep(unit, run, folder, listener);
    }

    /** Assembles the results of the finished units and writes them to {@code results.json} in the folder. */
    public Results results() throws IOException {
        Results results =
                new ResultsAssembly(design, folder.finished()).results(encoder.name(), environment, lab.costs());
        ResultsJson.write(results, folder.path().resolve("results.json"));
        return results;
    }
}
