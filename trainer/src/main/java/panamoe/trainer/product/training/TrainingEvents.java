package panamoe.trainer.product.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.product.events.EventFile;

/**
 * Writes the curves of a training for TensorBoard: for each step {@code loss/TASK} and {@code learning-rate/factor}, for each evaluation
 * {@code dev/TASK/METRIC}, {@code dev/mean} and {@code routing/layer-L/...}. A number that is not finite leaves a gap.
 */
final class TrainingEvents implements AutoCloseable {

    private final EventFile file;
    private final Trainer trainer;

    private TrainingEvents(EventFile file, Trainer trainer) {
        this.file = file;
        this.trainer = trainer;
    }

    /**
     * Opens a new event file. If the training is resumed, TensorBoard drops the events that earlier files have after the trainer's step,
     * because these steps are done again.
     *
     * @param trainer whose next steps are written
     */
    static TrainingEvents open(Path folder, Trainer trainer, TrainSettings settings) throws IOException {
        EventFile file = EventFile.open(folder, Clock.systemUTC());
        if (trainer.steps() > 0) {
            file.restart(trainer.steps() + 1L);
        } else {
            file.text("settings", 0, "```yaml\n" + settings.text() + "```\n");
        }
        return new TrainingEvents(file, trainer);
    }

    /** Writes the losses of steps, in ascending order. */
    void losses(List<TrainingRecords.Loss> losses) throws IOException {
        int before = 0;
        for (TrainingRecords.Loss loss : losses) {
            scalar("loss/" + loss.task(), loss.step(), loss.loss());
            if (loss.step() != before) {
                scalar("learning-rate/factor", loss.step(), trainer.rateFactor(loss.step()));
                before = loss.step();
            }
        }
    }

    /** Writes an evaluation on dev. */
    void evaluated(DevEvaluation evaluation) throws IOException {
        int step = evaluation.step();
        for (Map.Entry<String, Map<String, Double>> task : evaluation.metrics().entrySet()) {
            for (Map.Entry<String, Double> metric : task.getValue().entrySet()) {
                scalar("dev/" + task.getKey() + "/" + metric.getKey(), step, metric.getValue());
            }
        }
        scalar("dev/mean", step, evaluation.mean());
        for (RoutingMap layer : evaluation.routing()) {
            String name = "routing/layer-" + layer.layer() + "/";
            scalar(name + "entropy", step, meanEntropy(layer));
            scalar(name + "specialisation", step, layer.summary().specialisation());
            scalar(name + "load-max-over-mean", step, layer.summary().maxOverMean());
            scalar(name + "dropped", step, layer.summary().dropped());
        }
    }

    /** The mean entropy of the tasks' routing, as a share of its maximum ln E for E experts; 0 for a single expert. */
    private static double meanEntropy(RoutingMap layer) {
        double nats = layer.entropy().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return layer.expertCount() == 1 ? 0 : nats / Math.log(layer.expertCount());
    }

    private void scalar(String tag, int step, double value) throws IOException {
        if (Float.isFinite((float) value)) {
            file.scalar(tag, step, value);
        }
    }

    /** Passes the buffered events to the operating system. */
    void flush() throws IOException {
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
