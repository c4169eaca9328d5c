package panamoe.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownTablesTest {

    private static final List<Long> SEEDS = List.of(1L, 2L);

    private static MethodResult<LowResourceDetails> scored(double a1, double a2, double b1, double b2) {
        LowResourceDetails details = new LowResourceDetails(List.of(
                new LowResourceDetails.Cell("a", "accuracy", 32, Statistics.estimate(SEEDS, a1, a2)),
                new LowResourceDetails.Cell("b", "accuracy", 32, Statistics.estimate(SEEDS, b1, b2))));
        return new MethodResult.Scored<>(details.score(SEEDS), details);
    }

    /**
     * Differences of target a: .2 and .2, of target b: .1 and .3; by seed .15 and .25, over targets .2 and .2. With two values the
     * interval is the mean and 12.706 standard errors, which are half of the distance of the two.
     */
    @Test
    void differencesArePairedBySeedAndSpreadOverTargets() {
        var result = ProtocolResult.of(
                SEEDS,
                Map.of("task-gate-moe", scored(.7, .8, .5, .9), "dense-mtl", scored(.5, .6, .4, .6)),
                List.of(),
                List.of(),
                List.of());
        Results results = new Results(
                "suite",
                "encoder",
                "tiny",
                "test",
                SEEDS,
                new Environment("jdk", "cpu", 1, 0, "scalar", "c"),
                Map.of(),
                Map.of("dense-mtl", new Cost(3_650_000, 3_600_000, 7_100_000, Statistics.estimate(SEEDS, 30, 32))),
                List.of(),
                new Protocols(result, null, null));

        assertThat(MarkdownTables.of(results)).isEqualTo("""
                ### Low-resource transfer

                | Method | Score | task-gate-moe − it | Interval is | Seeds that would decide |
                | --- | --- | --- | --- | --- |
                | dense-mtl | 0.525 (−0.428 to 1.478) | +0.200 (−0.435 to +0.835) | undecided | 3 |
                | task-gate-moe | 0.725 (−0.863 to 2.313) |  |  |  |

                | Target, size | dense-mtl | task-gate-moe | task-gate-moe − dense-mtl |
                | --- | --- | --- | --- |
                | a, 32 | 0.550 | 0.750 | +0.200 (+0.200 to +0.200) |
                | b, 32 | 0.500 | 0.700 | +0.200 (−1.071 to +1.471) |

                | Method | task-gate-moe − it, mean and interval over the rows above |
                | --- | --- |
                | dense-mtl | +0.200 (+0.200 to +0.200) |

                ### Cost of a model

                | Method | Trained parameters | of them for a token | FLOPs per token, forward | Base model: training and measuring, s |
                | --- | --- | --- | --- | --- |
                | dense-mtl | 3.65 M | 3.60 M | 7.10 M | 31.0 (18.3 to 43.7) |

                """);
    }
}
