package panamoe.trainer.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The overlap of a split with the training examples: the numbers of examples that share texts, compared by {@link NormalForm}.
 *
 * @param examples all examples of the split
 * @param any examples that share a text with a training example, first or second text on either side
 * @param first examples with a first text that is a text of a training example
 * @param second examples with a second text that is a text of a training example; 0 in a task of one text
 * @param whole examples with the same text, or the same two texts in order, as one training example
 */
public record SharedTexts(int examples, int any, int first, int second, int whole) {

    /** Counts the overlap of {@code measured} with {@code train}. */
    public static SharedTexts of(ImmutableList<Example> train, ImmutableList<Example> measured) {
        Set<String> texts = new HashSet<>();
        Set<List<String>> wholes = new HashSet<>();
        train.forEach(example -> {
            List<String> forms = NormalForm.of(example);
            texts.addAll(forms);
            wholes.add(forms);
        });
        int any = 0;
        int first = 0;
        int second = 0;
        int whole = 0;
        for (Example example : measured) {
            List<String> forms = NormalForm.of(example);
            boolean hasFirst = texts.contains(forms.getFirst());
            boolean hasSecond = forms.size() > 1 && texts.contains(forms.getLast());
            any += hasFirst || hasSecond ? 1 : 0;
            first += hasFirst ? 1 : 0;
            second += hasSecond ? 1 : 0;
            whole += wholes.contains(forms) ? 1 : 0;
        }
        return new SharedTexts(measured.size(), any, first, second, whole);
    }
}
