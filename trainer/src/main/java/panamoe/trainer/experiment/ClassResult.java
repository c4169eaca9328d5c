package panamoe.trainer.experiment;

import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Confusion;

/**
 * Precision, recall and F1 of one method on one label of a task, over the predictions of all seeds together.
 *
 * @param label the label's name
 * @param examples number of evaluated examples with this label, each counted once per seed
 * @param precision share of the predictions of this label that are right, 0 to 1; 0 if it was never predicted
 * @param recall share of the label's examples that were predicted right, 0 to 1; 0 if there are none
 * @param f1 harmonic mean of precision and recall
 */
public record ClassResult(String label, long examples, double precision, double recall, double f1) {

    /** One result for each label, in the order of {@code labels}. */
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
