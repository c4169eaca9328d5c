package panamoe.trainer.learner.relatedness;

import java.util.List;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.TaskData;

/** Encodes what is known of tasks as the mean output of the frozen layers. */
public final class TaskEncoder {

    /** The largest number of texts in the sample of a task. */
    public static final int TEXTS = 32;

    private final FrozenEncoder encoder;
    private final Tokenizer tokenizer;
    private final int maxTokens;

    /** @param maxTokens the limit at which descriptions and texts are cut */
    public TaskEncoder(FrozenEncoder encoder, Tokenizer tokenizer, int maxTokens) {
        this.encoder = encoder;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
    }

    /** The vector {@code [d]} of a task's description, followed by its labels. */
    public double[] description(String description, List<String> labels) {
        String text = labels.isEmpty() ? description : description + " " + String.join(", ", labels);
        return texts(List.of(new Example(text, null, 0)));
    }

    /** The vector of a task, with a sample of its training examples: the first {@value #TEXTS}. */
    public TaskVector vector(TaskData data) {
        return new TaskVector(
                description(data.task().description(), data.task().labels().castToList()),
                texts(data.train().take(TEXTS).castToList()));
    }

    private double[] texts(List<Example> examples) {
        double[] sum = new double[encoder.width()];
        encoder.features(examples.stream()
                        .map(example -> tokenizer.encode(example, maxTokens))
                        .toList())
                .forEach(rows -> MeanRows.addTo(sum, rows));
        return MeanRows.divided(sum, examples.size());
    }
}
