package panamoe.trainer.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.protocol.MethodResult.NotApplicable;
import panamoe.trainer.experiment.protocol.MethodResult.Scored;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

class ProtocolResultTest {

    private static final List<Long> SEEDS = List.of(3L, 4L);

    /** Details of one protocol. */
    private record Made(String of) implements Details {}

    /** Details of another protocol. */
    private record Other() implements Details {}

    private static MethodResult<Made> scored(double first, double second) {
        return new Scored<>(Statistics.estimate(SEEDS, first, second), new Made("hand"));
    }

    @Test
    void everyPairOfScoredMethodsIsComparedInTheOrderOfTheMethods() {
        Map<String, MethodResult<Made>> methods = new LinkedHashMap<>();
        methods.put("task-gate-moe", scored(0.9, 0.7));
        methods.put("single-task", new NotApplicable<>("why"));
        methods.put("dense-mtl", scored(0.6, 0.6));
        ProtocolResult<Made> result = ProtocolResult.of(SEEDS, methods, TrainingCourse.NONE);

        assertThat(result.methods().keySet()).containsExactly("single-task", "dense-mtl", "task-gate-moe");
        assertThat(result.comparisons().keySet()).containsExactly("task-gate-moe - dense-mtl");
        Estimate difference = result.comparisons().get("task-gate-moe - dense-mtl");
        assertThat(difference.mean()).isCloseTo(0.2, within(1e-12));
    }

    /** Methods that settings define come before the paper's method, in the order of their names. */
    @Test
    void thePapersMethodIsTheLaterOneInComparisonsWithDefinedMethods() {
        ProtocolResult<Made> result = ProtocolResult.of(
                SEEDS,
                Map.of(
                        "zebra", scored(0.3, 0.3),
                        "task-gate-moe", scored(0.9, 0.9),
                        "all-mine", scored(0.2, 0.2),
                        "task-embedding-moe", scored(0.1, 0.1)),
                TrainingCourse.NONE);

        assertThat(result.methods().keySet())
                .containsExactly("task-embedding-moe", "all-mine", "zebra", "task-gate-moe");
        assertThat(result.mainComparisons().keySet())
                .containsExactly(
                        "task-gate-moe - zebra", "task-gate-moe - all-mine", "task-gate-moe - task-embedding-moe");
        assertThat(result.otherComparisons().keySet())
                .containsExactly("zebra - all-mine", "zebra - task-embedding-moe", "all-mine - task-embedding-moe");
    }

    @Test
    void detailsOfAnotherProtocolAreRefused() {
        ProtocolResult<?> result = ProtocolResult.of(SEEDS, Map.of("dense-mtl", scored(0.5, 0.5)), TrainingCourse.NONE);

        assertThat(result.of(Made.class).scored()).containsEntry("dense-mtl", new Made("hand"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.of(Other.class))
                .withMessage("details of dense-mtl are Made: expected Other");
    }
}
