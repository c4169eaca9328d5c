package panamoe.trainer.tasks.wordnet;

import net.sf.extjwnl.data.POS;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;

/**
 * A synset of WordNet: a set of synonyms. It has the fields that the tasks use.
 *
 * @param key a unique and stable key, made of the part of speech and the offset in the database of WordNet 3.1
 * @param category the lexicographer file, such as {@code noun.artifact}
 * @param lemmas the words; the parts of a compound are separated by spaces
 * @param gloss definition and examples
 * @param relations the relations to other synsets
 */
record Synset(long key, POS pos, String category, ImmutableList<String> lemmas, Gloss gloss, Relations relations) {

    /**
     * Relations of a synset to others.
     *
     * @param topics keys of the synsets that name its subject area, such as law
     * @param hypernyms keys of its hypernyms, the more general synsets
     * @param instance whether it is one individual (a person, a city) rather than a class
     * @param antonyms links from a word of this synset to its opposite
     */
    record Relations(
            ImmutableLongList topics, ImmutableLongList hypernyms, boolean instance, ImmutableList<Antonym> antonyms) {}

    /**
     * A link from a word to its opposite.
     *
     * @param lemma a word of this synset
     * @param synset key of the synset of the opposite word
     * @param index index of the opposite word among the lemmas of that synset
     */
    record Antonym(String lemma, long synset, int index) {}

    /** The key of a synset. Offsets have at most eight digits. */
    static long key(POS pos, long offset) {
        return (pos.ordinal() + 1) * 100_000_000L + offset;
    }
}
