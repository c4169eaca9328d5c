package panamoe.trainer.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How many examples of a split share texts with the training examples, as {@link NormalForm} compares them.
 *
 * @param examples of the split
 * @param any share a text, be it the first or the second of either
 * @param first have a first text that is a training example's
 * @param second have a second text that is a training example's; 0 in a task of one text
 * @param whole have the one text, or both in their order, of one training example
 */
public record SharedTexts(int examples, int any, int first, int second, int whole) {

    /** Counts them. */
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
