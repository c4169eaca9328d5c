package panamoe.trainer.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.RunSettings.Addition;
import panamoe.trainer.experiment.protocol.RunSettings.Base;
import panamoe.trainer.experiment.protocol.RunSettings.Examples;
import panamoe.trainer.experiment.protocol.RunSettings.FewShotTrain;
import panamoe.trainer.experiment.protocol.RunSettings.LowResource;
import panamoe.trainer.experiment.protocol.RunSettings.Robustness;
import panamoe.trainer.experiment.protocol.RunSettings.Unseen;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.wordnet.WordNetSuite;

/** Settings under a name, in fixed numbers of steps and never a time limit, so that a run is the same on any machine. */
public enum Preset {
    /** Shows that all parts work: one protocol, two methods, one seed, 20 steps. */
    SMOKE {
        @Override
        public RunSettings settings() {
            return new RunSettings(
                    label(),
                    WordNetSuite.NAME,
                    List.of(Protocols.LOW_RESOURCE),
                    List.of(Method.DENSE_MTL, Method.TASK_GATE_MOE),
                    seeds(1),
                    Split.TEST,
                    "auto",
                    new Examples(128, 64, 16),
                    ModelSettings.of(4, 5),
                    Mixing.fixed(),
                    TrainingSettings.standard(),
                    new LowResource(List.of(), List.of(32), 2, 2, 0.1),
                    new Base(2, LOW_RESOURCE_ROWS, 0.1, Map.of(), Map.of()),
                    new Unseen(List.of(16), 1, 2, 16, 1e-3, FewShotTrain.GATE),
                    new Robustness(ADDITIONS, 2, 5e-4));
        }
    },
    /**
     * Every protocol and method with three seeds in eight to nine minutes on two cores. Steps are as few and batches as small
     * as that time asks for. The top two layers are trained, on the cached output of the lower four: after 320 steps of the
     * base mixture (task gates, one seed) they had a mean dev accuracy of .709, the first two .678, a step costs the same,
     * and computing the cache takes less than a minute once.
     */
    QUICK {
        @Override
        public RunSettings settings() {
            return new RunSettings(
                    label(),
                    WordNetSuite.NAME,
                    ALL_PROTOCOLS,
                    METHODS,
                    seeds(3),
                    Split.TEST,
                    "auto",
                    new Examples(1000, 200, 50),
                    ModelSettings.of(4, 5),
                    Mixing.fixed(),
                    TrainingSettings.standard().withBatchSize(16),
                    new LowResource(List.of(), List.of(32, 128), 15, 5, 0.1),
                    new Base(10, LOW_RESOURCE_ROWS, 0.1, Map.of(), Map.of()),
                    new Unseen(List.of(16, 64), 2, 12, 16, 1e-3, FewShotTrain.GATE),
                    new Robustness(ADDITIONS, 10, 5e-4));
        }
    },
    /** Ten seeds, several times the steps, and more test examples: what the settings of docs/results.md are laid over. */
    FULL {
        @Override
        public RunSettings settings() {
            return new RunSettings(
                    label(),
                    WordNetSuite.NAME,
                    ALL_PROTOCOLS,
                    METHODS,
                    seeds(10),
                    Split.TEST,
                    "auto",
                    new Examples(2000, 300, 100),
                    ModelSettings.of(4, 5),
                    Mixing.fixed(),
                    TrainingSettings.standard().withBatchSize(16),
                    new LowResource(List.of(), List.of(32), 72, 36, 0.1),
                    new Base(30, LOW_RESOURCE_ROWS, 0.1, Map.of(), Map.of()),
                    new Unseen(List.of(16, 64), 2, 40, 16, 5e-3, FewShotTrain.GATE),
                    new Robustness(ADDITIONS, 30, 5e-4));
        }
    };

    private static final List<Addition> ADDITIONS = List.of(Addition.SEQUENTIAL, Addition.JOINT);

    private static final List<String> ALL_PROTOCOLS =
            List.of(Protocols.LOW_RESOURCE, Protocols.UNSEEN_TASK, Protocols.ROBUSTNESS);

    /** The claims are about these; {@link Method} has more to compare with. */
    private static final List<Method> METHODS =
            List.of(Method.SINGLE_TASK, Method.DENSE_MTL, Method.SHARED_GATE_MOE, Method.TASK_GATE_MOE);

    /** Fewer training examples than a batch per step of a short run can make use of. */
    private static final int LOW_RESOURCE_ROWS = 1000;

    /** The settings. */
    public abstract RunSettings settings();

    /** The name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The preset of that name, if there is one. */
    public static Optional<Preset> named(String label) {
        return Arrays.stream(values())
                .filter(preset -> preset.label().equals(label))
                .findFirst();
    }

    /** The seeds 1 to n. */
    public static List<Long> seeds(int n) {
        return LongStream.rangeClosed(1, n).boxed().toList();
    }
}
