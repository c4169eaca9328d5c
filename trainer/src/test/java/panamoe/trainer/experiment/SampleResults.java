package panamoe.trainer.experiment;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import panamoe.trainer.common.Environment;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.TrainingCourse;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingSummary;
import panamoe.trainer.learner.training.RoutingTrend;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.tasks.Metric;

/** Made-up results in the form of a quick run, for tests and for a sample page. */
public final class SampleResults {

    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
    private static final List<String> TASKS = List.of(
            "noun-supersense-a",
            "verb-supersense",
            "part-of-speech",
            "instance-or-class",
            "word-and-definition",
            "antonym-or-synonym",
            "hypernym-or-sibling",
            "same-sense");
    private static final List<String> LOW_RESOURCE = List.of("topic", "antonym-or-synonym");
    private static final List<String> UNSEEN = List.of("noun-supersense-b", "topic");
    private static final List<String> UNRELATED = List.of("shuffled-words", "random-labels", "definition-length");
    private static final Map<String, Double> LIFT = Map.ofEntries(
            entry("single-task", 0.0),
            entry("dense-mtl", 0.04),
            entry("dense-uncertainty", 0.042),
            entry("dense-gradnorm", 0.036),
            entry("dense-pcgrad", 0.047),
            entry("dense-cagrad", 0.041),
            entry("shared-gate-moe", 0.045),
            entry("random-gate-moe", 0.03),
            entry("hash-gate-moe", 0.034),
            entry("dense-mixture-moe", 0.07),
            entry("private-expert-moe", 0.055),
            entry("cgc-moe", 0.072),
            entry("task-embedding-moe", 0.065),
            entry("task-gate-moe", 0.075));
    private static final int EXPERTS = 8;

    private final Random random = new Random(20260722);

    private SampleResults() {}

    /** Results with all protocols and methods. In task-gate-moe a token has two experts, and some choices are dropped in training. */
    public static Results quick() {
        return new SampleResults().build(SEEDS, true);
    }

    /** Results with one protocol, two methods and one seed. */
    public static Results smoke() {
        return new SampleResults().build(List.of(1L), false);
    }

    private static Map<String, Cost> costs(List<Long> seeds, List<String> methods) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        for (String method : methods) {
            long all = method.endsWith("-moe") ? 20_300_000 : 3_700_000;
            double[] seconds = seeds.stream().mapToDouble(seed -> 30 + seed).toArray();
            costs.put(method, new Cost(all, 3_600_000, 7_100_000, Statistics.estimate(seeds, seconds)));
        }
        return costs;
    }

    private Results build(List<Long> seeds, boolean all) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("encoder", MiniLm.NAME);
        settings.put("steps per task", all ? 60 : 20);
        settings.put("batch size", 32);
        settings.put("learning rates", Map.of("trunk", 2e-4));
        settings.put("experts", EXPERTS);
        settings.put("k", 1);
        settings.put("sizes", List.of(32, 128));
        settings.put("deterministic", true);
        List<String> methods =
                all ? Method.BUILT_IN.collect(Method::name).castToList() : List.of("dense-mtl", "task-gate-moe");
        List<TaskSummary> tasks = tasks(seeds, methods);
        Map<String, ProtocolResult<?>> protocols = new LinkedHashMap<>();
        protocols.put(LowResourceTransfer.NAME, lowResource(seeds, methods));
        if (all) {
            protocols.put(UnseenTaskGeneralization.NAME, unseen(seeds, methods));
            protocols.put(UnrelatedTaskRobustness.NAME, robustness(seeds, methods));
        }
        Results.Run run = new Results.Run(
                "wordnet",
                "MiniLM-L6-v2, first 2 layers trained",
                all ? "quick" : "smoke",
                "test",
                seeds,
                new Environment("Eclipse Temurin 25.0.1", "AMD EPYC 9654 <96-Core>", 2, 512, "vector", "6e13e7a"),
                settings);
        return new Results(run, costs(seeds, methods), tasks, List.of(), protocols);
    }

    private List<TaskSummary> tasks(List<Long> seeds, List<String> methods) {
        List<TaskSummary> tasks = new ArrayList<>();
        for (String task : TASKS) {
            boolean hard = task.equals("same-sense");
            double majority = hard ? 0.52 : 0.2 + 0.04 * tasks.size();
            Map<String, TaskSummary.Scores> accuracies = new LinkedHashMap<>();
            for (String method : methods) {
                Estimate accuracy = estimate(seeds, hard ? 0.52 : 0.7 + LIFT.getOrDefault(method, 0.05), 0.01);
                accuracies.put(
                        method, new TaskSummary.Scores(accuracy, Map.of("macro-f1", accuracy), classes(accuracy)));
            }
            tasks.add(TaskSummary.of(
                    new TaskSummary.Measured(
                            task,
                            task.contains("-supersense") ? "supersense" : "relation",
                            "accuracy",
                            10,
                            6000,
                            500,
                            majority),
                    Metric.ACCURACY.margin(majority, 500),
                    "base model",
                    accuracies));
        }
        return tasks;
    }

    private static List<ClassResult> classes(Estimate accuracy) {
        return IntStream.range(0, 3)
                .mapToObj(label -> new ClassResult(
                        "label-" + label, 50, accuracy.mean(), accuracy.mean() - 0.1 * label, accuracy.mean() - 0.05))
                .toList();
    }

    private ProtocolResult<LowResourceDetails> lowResource(List<Long> seeds, List<String> methods) {
        Map<String, MethodResult<LowResourceDetails>> results = new LinkedHashMap<>();
        List<LearningCurve> curves = new ArrayList<>();
        List<RoutingTrend> trends = new ArrayList<>();
        for (String method : methods) {
            List<LowResourceDetails.Cell> cells = new ArrayList<>();
            for (String target : LOW_RESOURCE) {
                for (int size : new int[] {32, 128}) {
                    double level = 0.5 + 0.03 * Statistics.log2(size) + LIFT.getOrDefault(method, 0.05);
                    cells.add(new LowResourceDetails.Cell(target, "accuracy", size, estimate(seeds, level, 0.02)));
                }
                curves.add(curve(method, target, "mixture, size 128", 240, seeds.getFirst()));
            }
            if (method.endsWith("moe")) {
                trends.add(trend(method, "mixture, size 128", 240, seeds.getFirst(), 0));
            }
            LowResourceDetails details = new LowResourceDetails(cells);
            results.put(method, new MethodResult.Scored<>(details.score(seeds), details));
        }
        return ProtocolResult.of(seeds, results, new TrainingCourse(curves, List.of(), trends));
    }

    private ProtocolResult<UnseenTaskDetails> unseen(List<Long> seeds, List<String> methods) {
        Map<String, MethodResult<UnseenTaskDetails>> results = new LinkedHashMap<>();
        List<LearningCurve> curves = new ArrayList<>();
        List<RoutingMap> routing = new ArrayList<>();
        List<RoutingTrend> trends = new ArrayList<>();
        for (String method : methods) {
            if (method.equals("single-task")) {
                results.put(method, new MethodResult.NotApplicable<>("it has no base model that saw <other> tasks"));
                continue;
            }
            boolean gates = method.equals("task-gate-moe");
            List<GateStart> starts =
                    gates ? List.of(GateStart.RELATED, GateStart.WRONG, GateStart.FRESH) : List.of(GateStart.NONE);
            List<UnseenTaskDetails.Target> targets = UNSEEN.stream()
                    .map(name -> new UnseenTaskDetails.Target(
                            name, "accuracy", gates ? "noun-supersense-a" : null, gates ? "antonym-or-synonym" : null))
                    .toList();
            List<UnseenTaskDetails.Cell> cells = new ArrayList<>();
            for (String target : UNSEEN) {
                for (GateStart start : starts) {
                    for (int shots : new int[] {16, 64, 256}) {
                        double level = 0.3 + 0.05 * Statistics.log2(shots) + LIFT.getOrDefault(method, 0.05);
                        double byStart = start == GateStart.RELATED ? 0.05 : start == GateStart.WRONG ? -0.06 : 0;
                        cells.add(new UnseenTaskDetails.Cell(
                                target, start, shots, estimate(seeds, level + byStart, 0.025)));
                    }
                }
            }
            UnseenTaskDetails details = UnseenTaskDetails.of(seeds, starts.getFirst(), targets, cells);
            results.put(method, new MethodResult.Scored<>(details.score(), details));
            for (String task : TASKS) {
                curves.add(curve(method, task, "base model", 600, seeds.getFirst()));
            }
            if (method.endsWith("moe")) {
                for (int layer = 0; layer < 2; layer++) {
                    routing.add(routing(method, seeds.getFirst(), layer));
                    trends.add(trend(method, "base model", 600, seeds.getFirst(), layer));
                }
            }
        }
        return ProtocolResult.of(seeds, results, new TrainingCourse(curves, routing, trends));
    }

    private ProtocolResult<RobustnessDetails> robustness(List<Long> seeds, List<String> methods) {
        Map<String, MethodResult<RobustnessDetails>> results = new LinkedHashMap<>();
        for (String method : methods) {
            if (method.equals("single-task")) {
                results.put(method, new MethodResult.NotApplicable<>("its models share nothing that could be harmed"));
                continue;
            }
            double drop = 0.25 - 3 * LIFT.getOrDefault(method, 0.05);
            RobustnessDetails details = new RobustnessDetails(form(seeds, method, drop), form(seeds, method, 0.005));
            results.put(method, new MethodResult.Scored<>(details.score(), details));
        }
        return ProtocolResult.of(seeds, results, TrainingCourse.NONE);
    }

    private RobustnessDetails.Form form(List<Long> seeds, String method, double drop) {
        List<RobustnessDetails.OldTask> old = TASKS.stream()
                .map(task -> {
                    double before = 0.65 + LIFT.getOrDefault(method, 0.05) + 0.01 * task.length();
                    return RobustnessDetails.OldTask.of(
                            seeds,
                            task,
                            "accuracy",
                            estimate(seeds, before, 0.01),
                            estimate(seeds, before - drop * (0.5 + random.nextDouble()), 0.02));
                })
                .toList();
        List<RobustnessDetails.NewTask> added = UNRELATED.stream()
                .map(task -> new RobustnessDetails.NewTask(task, "accuracy", estimate(seeds, 0.75, 0.02)))
                .toList();
        return RobustnessDetails.Form.of(seeds, old, added);
    }

    private LearningCurve curve(String method, String task, String run, int steps, long seed) {
        List<LearningCurve.Point> points = new ArrayList<>();
        for (int step = 0; step <= steps; step += steps / 12) {
            double loss = 0.4 + 1.6 * Math.exp(-4.0 * step / steps) - LIFT.getOrDefault(method, 0.05);
            points.add(LearningCurve.Point.of(
                    step,
                    step == 0 ? null : loss + 0.08 * random.nextGaussian(),
                    step % (steps / 6) == 0 ? loss + 0.05 : null));
        }
        return new LearningCurve(method, task, run, seed, points);
    }

    private RoutingMap routing(String method, long seed, int layer) {
        List<List<Double>> load = load(method, 3);
        return new RoutingMap(
                new RunLabel(method, "base model", seed),
                layer,
                TASKS,
                load,
                load.stream().map(SampleResults::entropy).toList(),
                new RoutingSummary(maxOverMean(load), 0, specialisation(load)),
                coActivation(method.equals("task-gate-moe") ? 1.0 / (EXPERTS - 1) : 0));
    }

    /** A trend of twelve points. At the first point the second task has no tokens, and at the last point nothing is dropped. */
    private RoutingTrend trend(String method, String run, int steps, long seed, int layer) {
        List<RoutingTrend.Point> points = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            List<List<Double>> load = load(method, i / 4.0);
            List<Double> entropy =
                    new ArrayList<>(load.stream().map(SampleResults::entropy).toList());
            double maxOverMean = maxOverMean(load);
            double specialisation = specialisation(load);
            if (i == 1) {
                load.set(1, List.of());
                entropy.set(1, null);
            }
            double dropped = method.equals("task-gate-moe") ? 0.1 - i / 120.0 : 0;
            points.add(new RoutingTrend.Point(
                    i * steps / 12, load, entropy, new RoutingSummary(maxOverMean, dropped, specialisation)));
        }
        return new RoutingTrend(new RunLabel(method, run, seed), layer, TASKS, points);
    }

    /** @param preference the preference of a task's gate for the expert with the task's number */
    private List<List<Double>> load(String method, double preference) {
        List<List<Double>> load = new ArrayList<>();
        for (int t = 0; t < TASKS.size(); t++) {
            double[] share = new double[EXPERTS];
            double sum = 0;
            for (int e = 0; e < EXPERTS; e++) {
                boolean own = method.equals("task-gate-moe") && e == t;
                share[e] = Math.exp((own ? preference : 0) + 0.5 * random.nextGaussian());
                sum += share[e];
            }
            List<Double> row = new ArrayList<>();
            for (double s : share) {
                row.add(s / sum);
            }
            load.add(row);
        }
        return load;
    }

    private static double entropy(List<Double> shares) {
        return -shares.stream().mapToDouble(p -> p * Math.log(p)).sum();
    }

    private static List<Double> mean(List<List<Double>> load) {
        return IntStream.range(0, EXPERTS)
                .mapToObj(e ->
                        load.stream().mapToDouble(row -> row.get(e)).average().orElseThrow())
                .toList();
    }

    private static double maxOverMean(List<List<Double>> load) {
        return EXPERTS * Collections.max(mean(load));
    }

    private static double specialisation(List<List<Double>> load) {
        double ofTasks =
                load.stream().mapToDouble(SampleResults::entropy).average().orElseThrow();
        return (entropy(mean(load)) - ofTasks) / Math.log(EXPERTS);
    }

    private static List<List<Double>> coActivation(double apart) {
        return IntStream.range(0, EXPERTS)
                .mapToObj(e -> IntStream.range(0, EXPERTS)
                        .mapToObj(other -> e == other ? 1.0 : apart)
                        .toList())
                .toList();
    }

    private Estimate estimate(List<Long> seeds, double level, double deviation) {
        return Statistics.estimate(
                seeds,
                seeds.stream()
                        .mapToDouble(seed -> Math.min(1, level + deviation * random.nextGaussian()))
                        .toArray());
    }
}
