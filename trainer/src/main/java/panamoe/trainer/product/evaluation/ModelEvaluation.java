package panamoe.trainer.product.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;

/** Measures the answers of a model. */
public final class ModelEvaluation {

    private static final int EXAMPLES_AT_ONCE = 64;

    private ModelEvaluation() {}

    /**
     * Measures a model on the examples of a task.
     *
     * @param data in the labels of the model, as {@link TaskAlignment} returns it
     * @param progress receives the number of answered examples after each batch
     * @throws panamoe.trainer.product.NotFinite if an output of the model is not finite
     */
    public static TaskEvaluation measure(
            MultiTaskClassifier model, KeptTask task, TaskData data, Split split, IntConsumer progress) {
        ImmutableList<Example> examples = data.examples(split);
        boolean labelled = task.range().isEmpty();
        Confusion answers = new Confusion(task.labels().size());
        MutableDoubleList expected = DoubleLists.mutable.empty();
        MutableDoubleList scores = DoubleLists.mutable.empty();
        int done = 0;
        for (var some : examples.chunk(EXAMPLES_AT_ONCE)) {
            List<Prediction> predictions = model.predictInputs(
                    task.name(),
                    some.collect(example -> new TextInput(example.text(), example.pair()))
                            .toList());
            int i = 0;
            for (Example example : some) {
                switch (predictions.get(i++)) {
                    case Prediction.Label answer ->
                        answers.add(example.label(), task.labels().indexOf(answer.label()));
                    case Prediction.Score answer -> {
                        expected.add(example.score());
                        scores.add(answer.score());
                    }
                }
            }
            done += i;
            progress.accept(done);
        }
        Map<String, Double> metrics = labelled
                ? metrics(data, metric -> metric.of(answers))
                : metrics(data, metric -> metric.of(expected.toArray(), scores.toArray()));
        return new TaskEvaluation(task, split, done, metrics, data.baseline(split), labelled ? answers : null);
    }

    private static Map<String, Double> metrics(TaskData data, ToDoubleFunction<Metric> value) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        data.task().metrics().forEach(metric -> metrics.put(metric.label(), value.applyAsDouble(metric)));
        return metrics;
    }
}
