package panamoe.trainer.experiment;

import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Confusion;

/**
 * How well a method finds one label of a task, over the answers of all seeds together.
 *
 * @param label the label's name
 * @param examples of it that were measured, each counted once per seed
 * @param precision share of its answers that were right; 0 if it was never answered
 * @param recall share of its examples that were answered so; 0 if there are none
 * @param f1 their harmonic mean
 */
public record ClassResult(String label, long examples, double precision, double recall, double f1) {

    /** One for each label. */
    static List<ClassResult> of(ImmutableList<String> labels, Confusion answers) {
        return IntStream.range(0, labels.size())
                .mapToObj(label -> new ClassResult(
                        labels.get(label),
                        answers.expected(label),
                        answers.precision(label),
                        answers.recall(label),
                        answers.f1(label)))
                .toList();
    }
}
