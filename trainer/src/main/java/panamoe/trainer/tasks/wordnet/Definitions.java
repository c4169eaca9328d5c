package panamoe.trainer.tasks.wordnet;

import java.util.function.ToIntFunction;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Task;

/** The synsets whose definitions serve as texts: those of 3 to 32 words, and of equal definitions the first, each in its split. */
record Definitions(ImmutableList<Synset> synsets, SuiteSplit split) {

    private static final int MIN_WORDS = 3;
    private static final int MAX_WORDS = 32;

    /** What a classifier answers for a synset that is no example of its task. */
    static final int NONE = -1;

    static Definitions of(Lexicon lexicon, SuiteSplit split) {
        return new Definitions(
                lexicon.synsets()
                        .select(Definitions::isText)
                        .distinctBy(synset -> Gloss.normalForm(synset.gloss().definition())),
                split);
    }

    /** Whether a synset's definition has a length that serves as a text. */
    static boolean isText(Synset synset) {
        int words = synset.gloss().words().size();
        return words >= MIN_WORDS && words <= MAX_WORDS;
    }

    /** A task whose text is the definition; {@code label} gives a label index or {@link #NONE}. */
    Draft classify(Task task, ToIntFunction<Synset> label) {
        Draft draft = new Draft(task);
        synsets.forEach(synset -> {
            int index = label.applyAsInt(synset);
            if (index != NONE) {
                draft.add(split.of(synset), synset.gloss().definition(), null, index, synset);
            }
        });
        return draft;
    }
}
