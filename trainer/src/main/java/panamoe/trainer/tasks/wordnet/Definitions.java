package panamoe.trainer.tasks.wordnet;

import java.util.function.ToIntFunction;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Task;

/**
 * The synsets whose definitions are used as texts, and their splits. A definition has 3 to 32 words; of synsets with equal
 * definitions, only the first is used.
 */
record Definitions(ImmutableList<Synset> synsets, SuiteSplit split) {

    private static final int MIN_WORDS = 3;
    private static final int MAX_WORDS = 32;

    /** The label of a synset that is not an example of the task. */
    static final int NONE = -1;

    static Definitions of(Lexicon lexicon, SuiteSplit split) {
        return new Definitions(
                lexicon.synsets()
                        .select(Definitions::isText)
                        .distinctBy(synset -> Gloss.normalForm(synset.gloss().definition())),
                split);
    }

    /** True if the definition of a synset has 3 to 32 words. */
    static boolean isText(Synset synset) {
        int words = synset.gloss().words().size();
        return words >= MIN_WORDS && words <= MAX_WORDS;
    }

    /**
     * Makes a task on the definitions.
     *
     * @param label the label index of a synset, or {@link #NONE}
     */
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
