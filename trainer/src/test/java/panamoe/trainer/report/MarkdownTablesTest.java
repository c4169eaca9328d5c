package panamoe.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.Cost;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.TableCell;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.TrainingCourse;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.Method;

class MarkdownTablesTest {

    private static final List<Long> SEEDS = List.of(1L, 2L);

    private static MethodResult<LowResourceDetails> scored(double a1, double a2, double b1, double b2) {
        LowResourceDetails details = new LowResourceDetails(List.of(
                new LowResourceDetails.Cell("a", "accuracy", 32, Statistics.estimate(SEEDS, a1, a2)),
                new LowResourceDetails.Cell("b", "accuracy", 32, Statistics.estimate(SEEDS, b1, b2))));
        return new MethodResult.Scored<>(details.score(SEEDS), details);
    }

    /**
     * The differences are .2 and .2 for target a, and .1 and .3 for target b. Their means are .15 and .25 by seed, and .2 and .2 by target.
     * With two values, the interval is the mean ± 12.706 standard errors, and a standard error is half the distance of the values.
     */
    @Test
    void differencesArePairedBySeedAndSpreadOverTargets() {
        var result = ProtocolResult.of(
                SEEDS,
                Map.of("task-gate-moe", scored(.7, .8, .5, .9), "dense-mtl", scored(.5, .6, .4, .6)),
                TrainingCourse.NONE);
        Cost cost = new Cost(3_650_000, 3_600_000, 7_100_000, Statistics.estimate(SEEDS, 30, 32));

        assertThat(tables(Map.of("dense-mtl", cost), LowResourceTransfer.NAME, result))
                .isEqualTo("""
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

    @Test
    void oneSeedGivesNoNumberOfSeedsThatWouldDecide() {
        double none = Double.NaN;
        var result = ProtocolResult.of(
                SEEDS,
                Map.of("task-gate-moe", scored(.7, none, .5, none), "dense-mtl", scored(.5, none, .4, none)),
                TrainingCourse.NONE);
        assertThat(tables(Map.of(), LowResourceTransfer.NAME, result))
                .contains("| dense-mtl | 0.450 | +0.150 | undecided |  |");
    }

    private static String tables(Map<String, Cost> costs, String protocol, ProtocolResult<?> result) {
        Environment environment = new Environment("jdk", "cpu", 1, 0, "scalar", "c");
        Results.Run run = new Results.Run("suite", "encoder", "tiny", "test", SEEDS, environment, Map.of());
        Results results = new Results(run, costs, List.of(), List.of(), Map.of(protocol, result));
        return MarkdownTables.of(results, Protocols.exhibitions(results));
    }

    /** Related - wrong by seed: .1 and .3 for target a, 0 and -.2 for target b, so .05 and .05 for their mean. */
    @Test
    void gateStartsAreComparedByTarget() {
        List<UnseenTaskDetails.Target> targets = List.of(
                new UnseenTaskDetails.Target("a", "accuracy", "r", "w"),
                new UnseenTaskDetails.Target("b", "accuracy", "r", "w"));
        UnseenTaskDetails details = UnseenTaskDetails.of(
                SEEDS,
                GateStart.RELATED,
                targets,
                List.of(
                        cell("a", GateStart.RELATED, .6, .8),
                        cell("b", GateStart.RELATED, .4, .4),
                        cell("a", GateStart.WRONG, .5, .5),
                        cell("b", GateStart.WRONG, .4, .6)));
        var result = ProtocolResult.of(
                SEEDS,
                Map.of(Method.TASK_GATE_MOE.name(), new MethodResult.Scored<>(details.score(), details)),
                TrainingCourse.NONE);

        assertThat(tables(Map.of(), UnseenTaskGeneralization.NAME, result)).contains("""
                | Gate start of task-gate-moe | a | b | Mean |
                | --- | --- | --- | --- |
                | related | 0.700 (−0.571 to 1.971) | 0.400 (0.400 to 0.400) | 0.550 (−0.085 to 1.185) |
                | wrong | 0.500 (0.500 to 0.500) | 0.500 (−0.771 to 1.771) | 0.500 (−0.135 to 1.135) |
                | related − wrong | +0.200 (−1.071 to +1.471) | −0.100 (−1.371 to +1.171) | +0.050 (+0.050 to +0.050) |

                """);
    }

    @Test
    void exhibitsOfThePageAreRefusedInTheTables() {
        Environment environment = new Environment("jdk", "cpu", 1, 0, "scalar", "c");
        Results results = new Results(
                new Results.Run("suite", "encoder", "tiny", "test", SEEDS, environment, Map.of()),
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        Caption caption = new Caption("phrase", "Title", "anchor", "claim", "explanation", Numbers.LEVEL);
        ProtocolResult<?> result = ProtocolResult.of(SEEDS, Map.of(), TrainingCourse.NONE);

        for (Exhibit exhibit : List.of(
                new Exhibit.Paragraph("text"),
                new Exhibit.Legend(List.of()),
                new Exhibit.Panels(List.of()),
                new Exhibit.Folded("title", List.of()))) {
            Exhibition exhibition = new Exhibition(caption, result, List.of(), List.of(exhibit), Map.of());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MarkdownTables.of(results, List.of(exhibition)))
                    .withMessage("a " + exhibit.getClass().getSimpleName()
                            + " among the tables: expected headings, breakdowns and tables");
        }
        Exhibition tables = new Exhibition(
                caption,
                result,
                List.of(),
                List.of(
                        new Exhibit.Heading("Made up"),
                        new Exhibit.Table(
                                List.of("A", "B"), List.of(List.of(TableCell.ofMethod("m"), TableCell.of("1"))))),
                Map.of());
        assertThat(MarkdownTables.of(results, List.of(tables, Exhibition.notRun(caption))))
                .startsWith("### Title\n")
                .endsWith("\n### Made up\n\n| A | B |\n| --- | --- |\n| m | 1 |\n\n")
                .containsOnlyOnce("### Title");
    }

    private static UnseenTaskDetails.Cell cell(String target, GateStart start, double first, double second) {
        return new UnseenTaskDetails.Cell(target, start, 16, Statistics.estimate(SEEDS, first, second));
    }
}
