package panamoe.trainer.product.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;

/**
 * A trained model and the records of its training.
 *
 * @param folder of its files when the training is finished
 * @param settings of its training
 * @param kept the model
 * @param bestStep the number of steps after which the model was saved
 * @param steps the number of steps of the whole training
 * @param tasks the measurements of each task, in the order of their slots
 * @param losses the training loss of each task, in the order of their slots
 * @param evaluations on dev, in order
 * @param cost of the trained part
 */
public record TrainedModel(
        Path folder,
        TrainSettings settings,
        KeptModel kept,
        int bestStep,
        int steps,
        List<OfTask> tasks,
        List<LossCurve> losses,
        List<DevEvaluation> evaluations,
        ModelCost cost) {

    /** Copies the lists. */
    public TrainedModel {
        tasks = List.copyOf(tasks);
        losses = List.copyOf(losses);
        evaluations = List.copyOf(evaluations);
    }

    /** The name of its folder; for the last model of a training {@code BEST/last}. */
    public String name() {
        Path own = folder.getFileName();
        Path above = folder.toAbsolutePath().getParent();
        return isBest() || above == null ? own.toString() : above.getFileName() + "/" + own;
    }

    /** True if it is the best model on dev; false for the last model if an earlier one was better. */
    public boolean isBest() {
        return best().step() == bestStep;
    }

    /** The best evaluation on dev; the first one of equal ones. */
    public DevEvaluation best() {
        return evaluations.stream()
                .filter(DevEvaluation::best)
                .reduce((before, after) -> after)
                .orElseThrow(() -> new IllegalStateException("no evaluation is the best"));
    }

    /** The evaluation on dev of the step after which the model was saved. */
    public DevEvaluation evaluation() {
        return evaluations.stream()
                .filter(each -> each.step() == bestStep)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no evaluation at step " + bestStep));
    }

    /**
     * A task.
     *
     * @param data its examples
     * @param measured on dev and test
     */
    public record OfTask(TaskData data, Map<Split, Measurement> measured) {

        /**
         * Its entry in {@code tasks.json}.
         *
         * @param routing of dev examples, by layer; the task's load is empty in a layer whose routing does not have the task
         * @param probe the main metric of a linear probe, by split; empty if it was not measured
         */
        public KeptTask kept(int slot, List<RoutingMap> routing, Map<Split, Double> probe) {
            Map<String, Integer> sizes = new LinkedHashMap<>();
            Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
            Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
            for (Split split : Split.values()) {
                sizes.put(split.toString(), data.examples(split).size());
            }
            measured.forEach((split, each) -> {
                scores.put(split.toString(), each.byName(data.task()));
                Map<String, Double> others = new LinkedHashMap<>();
                others.put(KeptTask.MAJORITY, data.baseline(split));
                if (probe.containsKey(split)) {
                    others.put(KeptTask.LINEAR_PROBE, probe.get(split));
                }
                baselines.put(split.toString(), others);
            });
            Map<String, List<Double>> loads = new LinkedHashMap<>();
            for (RoutingMap layer : routing) {
                int row = layer.tasks().indexOf(data.task().name());
                loads.put(
                        String.valueOf(layer.layer()),
                        row < 0 ? List.of() : layer.load().get(row));
            }
            return KeptTask.of(data.task(), slot).with(sizes, scores, baselines, loads);
        }
    }
}
