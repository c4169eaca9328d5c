package panamoe.trainer.tasks.wordnet;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Split;

/** Selects the words of a synset that a pair task may use. */
final class Words {

    private static final int MIN_STEM_LENGTH = 3;

    private Words() {}

    /** The words of a synset that belong to the synset's split. */
    static ImmutableList<String> owned(Synset synset, SuiteSplit split) {
        Split own = split.of(synset);
        return synset.lemmas().select(lemma -> split.owns(own, lemma));
    }

    static boolean isSingle(String lemma) {
        return lemma.indexOf(' ') < 0;
    }

    /**
     * True if two texts are similar in spelling: a word of one text is contained in a word of the other, as in "happy" and
     * "unhappy", or "oak" and "oak tree". Words of fewer than three letters must be equal.
     */
    static boolean overlap(String a, String b) {
        ImmutableList<String> wordsOfB = words(b);
        return words(a).anySatisfy(x -> wordsOfB.anySatisfy(y -> contains(x, y) || contains(y, x)));
    }

    private static boolean contains(String whole, String part) {
        return part.length() < MIN_STEM_LENGTH ? whole.equals(part) : whole.contains(part);
    }

    private static ImmutableList<String> words(String text) {
        return Lists.immutable.with(Gloss.normalForm(text).split(" "));
    }
}
