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
 * A model that was trained, and how.
 *
 * @param folder where its files are once the training is finished
 * @param settings that it was trained by
 * @param kept the model
 * @param bestStep the step of the evaluation that it is kept from
 * @param steps of the whole training
 * @param tasks what was measured of each, in the order of their slots
 * @param losses of each task in training, in the order of their slots
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

    /** The name of its folder; of the last model beneath the best one with that of the best. */
    public String name() {
        Path own = folder.getFileName();
        return isBest() ? own.toString() : folder.getParent().getFileName() + "/" + own;
    }

    /** True if it is kept from the best measurement on dev; false of the last model where an earlier one was better. */
    public boolean isBest() {
        return best().step() == bestStep;
    }

    /** The best measurement on dev, of equals the first. */
    public DevEvaluation best() {
        return evaluations.stream()
                .filter(DevEvaluation::best)
                .reduce((before, after) -> after)
                .orElseThrow(() -> new IllegalStateException("no evaluation is the best"));
    }

    /** The measurement on dev of the step that the model is kept from. */
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
         * @param routing of its dev examples, by layer; layers in which it is not, do not know its load
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
