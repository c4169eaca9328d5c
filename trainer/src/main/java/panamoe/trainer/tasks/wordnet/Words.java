package panamoe.trainer.tasks.wordnet;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Split;

/** Which words of a synset a task of pairs may show. */
final class Words {

    private static final int SHORTEST_STEM = 3;

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
     * Whether spelling alone links two texts: a word of one is contained in a word of the other, as in "happy" and "unhappy" or
     * "oak" and "oak tree". Words of fewer than three letters count only when equal.
     */
    static boolean overlap(String a, String b) {
        ImmutableList<String> wordsOfB = words(b);
        return words(a).anySatisfy(x -> wordsOfB.anySatisfy(y -> contains(x, y) || contains(y, x)));
    }

    private static boolean contains(String whole, String part) {
        return part.length() < SHORTEST_STEM ? whole.equals(part) : whole.contains(part);
    }

    private static ImmutableList<String> words(String text) {
        return Lists.immutable.with(Gloss.normalForm(text).split(" "));
    }
}
