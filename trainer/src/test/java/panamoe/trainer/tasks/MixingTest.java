package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixingTest {

    private static final int[] WISHES = {10, 40, 50};
    private static final int[] SIZES = {100, 400, 500};

    private static int[][] stages(Mixing.Rule rule, int... sizes) {
        return new Mixing(rule, 2, 400).stages(WISHES, sizes);
    }

    private static int[] totals(int[][] stages) {
        return Arrays.stream(stages).mapToInt(task -> IntStream.of(task).sum()).toArray();
    }

    @Test
    void fixedKeepsTheStepsOfTheProtocol() {
        assertThat(stages(Mixing.Rule.FIXED, 7, 7, 7)).isDeepEqualTo(new int[][] {{10}, {40}, {50}});
    }

    @Test
    void sharesFollowTheSizes() {
        // of 100 steps
        assertThat(stages(Mixing.Rule.PROPORTIONAL, SIZES)).isDeepEqualTo(new int[][] {{10}, {40}, {50}});
        assertThat(stages(Mixing.Rule.PROPORTIONAL, 1, 1, 2)).isDeepEqualTo(new int[][] {{25}, {25}, {50}});
        // the remaining step goes to the first task
        assertThat(stages(Mixing.Rule.UNIFORM, SIZES)).isDeepEqualTo(new int[][] {{34}, {33}, {33}});
        // square roots of 100, 400 and 500 capped to 400: shares 1 to 2 to 2
        assertThat(stages(Mixing.Rule.TEMPERATURE, SIZES)).isDeepEqualTo(new int[][] {{20}, {40}, {40}});
    }

    /** The exponent falls from 1 to 0.2. For sizes 1 and 1024 the share of the small task rises from 1/1025 to 1/5. */
    @Test
    void annealedSharesConverge() {
        int[][] stages = new Mixing(Mixing.Rule.ANNEALED, 2, 400).stages(new int[] {500, 500}, new int[] {1, 1024});

        assertThat(stages[0]).hasSize(10).isSorted().startsWith(0).endsWith(20);
        assertThat(stages[1]).startsWith(100).endsWith(80);
        assertThat(IntStream.of(totals(stages)).sum()).isEqualTo(1000);
    }

    @Test
    void everyRuleKeepsTheTotalNumberOfSteps() {
        for (Mixing.Rule rule : Mixing.Rule.values()) {
            assertThat(IntStream.of(totals(stages(rule, 3, 1000, 17))).sum())
                    .as(rule.toString())
                    .isEqualTo(100);
        }
    }

    @Test
    void missingStepsAreSpreadOverTheStages() {
        assertThat(Mixing.raised(new int[] {1, 0, 4}, 9)).containsExactly(3, 1, 5);
        assertThat(Mixing.raised(new int[] {1, 0, 4}, 5)).containsExactly(1, 0, 4);
    }

    @Test
    void refusesATemperatureBelowOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixing(Mixing.Rule.TEMPERATURE, 0.5, 10))
                .withMessageContaining("temperature 0.5");
    }
}
