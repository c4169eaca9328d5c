package panamoe.trainer.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingSummary;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.DevEvaluation;
import panamoe.trainer.product.training.LossCurve;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/** Models with random numbers, for tests of pages and cards with tasks of all kinds. */
public final class SampleModels {

    private static final int STEPS = 1000;
    private static final int EVALUATIONS = 10;
    private static final int KEPT = 700;
    private static final int EXPERTS = 4;

    private SampleModels() {}

    /** A task with characters of HTML and Markdown in its labels and description, which must be escaped. */
    public static Task hostile() {
        return labels(
                "hostile",
                "Is <b>x</b> | y & `z`?\nTwo *lines* <script>alert(1)</script>",
                List.of("a|b", "<img src=x>", "new\nline", "**bold** [link](http://x)"),
                Metric.MACRO_F1,
                Metric.ACCURACY);
    }

    /** A classification task. */
    public static Task labels(String name, String description, List<String> labels, Metric... metrics) {
        return new Task(
                name, "family", Lists.immutable.ofAll(labels), false, description, Lists.immutable.with(metrics), null);
    }

    /** A classification task with a number of labels. */
    public static Task labels(String name, int labels) {
        return labels(
                name,
                "Which of " + labels + " labels?",
                IntStream.range(0, labels).mapToObj(i -> "label " + i).toList(),
                Metric.ACCURACY);
    }

    /** A regression task on pairs of texts. */
    public static Task scores(String name) {
        return new Task(
                name,
                "similarity",
                Lists.immutable.empty(),
                true,
                "How similar are they?",
                Lists.immutable.with(Metric.PEARSON, Metric.SPEARMAN),
                new ScoreRange(0, 5));
    }

    /** A model that is kept from step 700 of 1000. */
    public static TrainedModel of(Method method, Task... tasks) {
        return of(method, KEPT, true, tasks);
    }

    /**
     * A model of a run of 1000 steps, with evaluations at the steps 100 to 1000. The evaluation at step 700 is the best.
     *
     * @param step the kept step, one of those of the evaluations
     * @param probed true if a linear probe was measured
     */
    public static TrainedModel of(Method method, int step, boolean probed, Task... tasks) {
        ImmutableList<Task> all = Lists.immutable.with(tasks);
        TrainSettings settings = TrainSettings.read(TrainSettings.defaults())
                .with(Map.of("method", method.name(), "backend", "reference", "data", "sample <data>"));
        ModelSettings sizes = TinyWorld.model("max-tokens: 10");
        PretrainedEncoder encoder = TinyWorld.pretrained();
        int classes = all.collectInt(Task::classes).max();
        MultiTaskModel network = new MultiTaskModel(
                Backends.create("reference", 1), method, sizes, encoder.weights(), tasks.length, classes, new Rng(1));
        List<TrainedModel.OfTask> measured = all.collect(SampleModels::measured).castToList();
        List<KeptTask> kept = IntStream.range(0, tasks.length)
                .mapToObj(slot -> kept(measured.get(slot), slot, probed))
                .toList();
        KeptModel whole = KeptModel.of(
                encoder,
                method,
                sizes,
                new KeptModel.Heads(tasks.length, classes),
                List.of(HistoryEntry.learned(
                        HistoryEntry.Event.TRAINED, all.collect(Task::name).castToList(), settings.data(), step, 1)),
                kept,
                network,
                settings.text());
        return new TrainedModel(
                step == KEPT ? Path.of("models", "sample") : Path.of("models", "sample", "last"),
                settings,
                whole,
                step,
                STEPS,
                measured,
                all.collect(SampleModels::losses).castToList(),
                IntStream.rangeClosed(1, EVALUATIONS)
                        .mapToObj(i -> evaluation(i * STEPS / EVALUATIONS, method, all))
                        .toList(),
                ModelCost.of(network, method, sizes.moe()));
    }

    /** The model with another test score in the main metric of one task. */
    public static TrainedModel withTestScore(TrainedModel model, int slot, double score) {
        KeptModel whole = model.kept();
        List<KeptTask> tasks = new ArrayList<>(whole.tasks());
        KeptTask task = tasks.get(slot);
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>(task.scores());
        Map<String, Double> test = new LinkedHashMap<>(scores.get("test"));
        test.put(task.metrics().getFirst(), score);
        scores.put("test", test);
        tasks.set(slot, task.with(task.examples(), scores, task.baselines(), task.routing()));
        return new TrainedModel(
                model.folder(),
                model.settings(),
                new KeptModel(
                        whole.config(), tasks, whole.wordPiece(), whole.encoder(), whole.network(), whole.settings()),
                model.bestStep(),
                model.steps(),
                model.tasks(),
                model.losses(),
                model.evaluations(),
                model.cost());
    }

    private static Rng rng(Task task) {
        return new Rng(5).derive(task.name().hashCode());
    }

    /** Predictions for 100 examples plus two of each label. About 7 of 10 are right. */
    private static TrainedModel.OfTask measured(Task task) {
        TaskData data = data(task);
        Map<Split, Measurement> measured = new EnumMap<>(Split.class);
        for (Split split : List.of(Split.DEV, Split.TEST)) {
            measured.put(split, task.range() == null ? answered(data, split) : scored(task, split));
        }
        return new TrainedModel.OfTask(data, measured);
    }

    private static TaskData data(Task task) {
        Map<Split, ImmutableList<Example>> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int n = 100 + 2 * task.classes();
            examples.put(split, Lists.immutable.fromStream(IntStream.range(0, n).mapToObj(i -> example(task, i))));
        }
        return new TaskData(task, examples.get(Split.TRAIN), examples.get(Split.DEV), examples.get(Split.TEST));
    }

    private static Example example(Task task, int i) {
        String pair = task.pair() ? "b" : null;
        return task.range() == null
                ? new Example("a " + i, pair, i % task.classes())
                : Example.scored("a " + i, pair, i % 6);
    }

    private static Measurement answered(TaskData data, Split split) {
        Rng rng = rng(data.task()).derive(split.ordinal());
        Confusion answers = new Confusion(data.task().classes());
        data.examples(split).forEachWithIndex((example, i) -> {
            boolean right = rng.below(10, 0, i) < 7;
            answers.add(
                    example.label(),
                    right ? example.label() : rng.below(data.task().classes(), 1, i));
        });
        return new Measurement(
                data.task()
                        .metrics()
                        .collectDouble(metric -> metric.of(answers))
                        .toArray(),
                answers);
    }

    private static Measurement scored(Task task, Split split) {
        double[] drawn =
                rng(task).derive(split.ordinal()).normals(0, task.metrics().size(), 0.7, 0.05);
        return new Measurement(drawn, null);
    }

    private static KeptTask kept(TrainedModel.OfTask of, int slot, boolean probed) {
        Task task = of.data().task();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            sizes.put(split.toString(), of.data().examples(split).size());
        }
        of.measured().forEach((split, measurement) -> {
            scores.put(split.toString(), byName(task, measurement.metrics()));
            Map<String, Double> others = new LinkedHashMap<>();
            others.put(KeptTask.MAJORITY, of.data().baseline(split));
            if (probed) {
                others.put(KeptTask.LINEAR_PROBE, measurement.main() - 0.125);
            }
            baselines.put(split.toString(), others);
        });
        return KeptTask.of(task, slot).with(sizes, scores, baselines, Map.of());
    }

    private static Map<String, Double> byName(Task task, double[] values) {
        Map<String, Double> named = new LinkedHashMap<>();
        task.metrics().forEachWithIndex((metric, i) -> named.put(metric.label(), values[i]));
        return named;
    }

    private static LossCurve losses(Task task) {
        double[] noise = rng(task).derive(9).normals(0, 100, 0, 0.05);
        return new LossCurve(
                task.name(),
                IntStream.range(0, 100)
                        .mapToObj(i -> new LossCurve.Point(10 * i + 10, 0.3 + Math.exp(-i / 30.0) + noise[i]))
                        .toList());
    }

    private static DevEvaluation evaluation(int step, Method method, ImmutableList<Task> tasks) {
        Map<String, Double> losses = new LinkedHashMap<>();
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        double mean = 0.8 - Math.abs(step - KEPT) / 2000.0;
        for (Task task : tasks) {
            losses.put(task.name(), 0.3 + Math.exp(-step / 300.0));
            double[] noise = rng(task).derive(step).normals(0, task.metrics().size(), mean, 0.02);
            metrics.put(task.name(), byName(task, noise));
        }
        List<RoutingMap> routing = method.isSparse()
                ? IntStream.of(0, 1)
                        .mapToObj(layer -> routing(layer, step, method, tasks))
                        .toList()
                : List.of();
        return new DevEvaluation(step, losses, metrics, mean, step <= KEPT, routing);
    }

    private static RoutingMap routing(int layer, int step, Method method, ImmutableList<Task> tasks) {
        List<List<Double>> loads = new ArrayList<>();
        List<Double> entropies = new ArrayList<>();
        for (Task task : tasks) {
            double[] drawn = rng(task).derive(layer).derive(step).normals(0, EXPERTS, 0, 2);
            double sum = IntStream.range(0, EXPERTS)
                    .mapToDouble(e -> Math.exp(drawn[e]))
                    .sum();
            List<Double> load = IntStream.range(0, EXPERTS)
                    .mapToObj(e -> Math.exp(drawn[e]) / sum)
                    .toList();
            loads.add(load);
            entropies.add(
                    load.stream().mapToDouble(share -> -share * Math.log(share)).sum());
        }
        List<List<Double>> coActivation = IntStream.range(0, EXPERTS)
                .mapToObj(e -> IntStream.range(0, EXPERTS)
                        .mapToObj(other -> e == other ? 1.0 : 0.0)
                        .toList())
                .toList();
        return new RoutingMap(
                new RunLabel(method.name(), "train", 1),
                layer,
                tasks.collect(Task::name).castToList(),
                loads,
                entropies,
                new RoutingSummary(1.5, 0, 0.4),
                coActivation);
    }
}
