package panamoe.trainer.tasks.wordnet;

import net.sf.extjwnl.data.POS;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;

/**
 * One set of synonyms of WordNet, as far as the tasks read it.
 *
 * @param key unique and stable: part of speech and offset in WordNet 3.1's database
 * @param category the lexicographer file, such as {@code noun.artifact}
 * @param lemmas the words, spaces between their parts
 * @param gloss definition and examples
 * @param relations to other synsets
 */
record Synset(long key, POS pos, String category, ImmutableList<String> lemmas, Gloss gloss, Relations relations) {

    /**
     * Relations of a synset to others.
     *
     * @param topics keys of the synsets that name its subject area, such as law
     * @param hypernyms keys of the classes that it is a kind of
     * @param instance whether it is one individual (a person, a city) rather than a class
     * @param antonyms links from a word of this synset to its opposite
     */
    record Relations(
            ImmutableLongList topics, ImmutableLongList hypernyms, boolean instance, ImmutableList<Antonym> antonyms) {}

    /**
     * @param lemma a word of this synset
     * @param synset key of the synset of the opposite word
     * @param index place of the opposite word among that synset's lemmas
     */
    record Antonym(String lemma, long synset, int index) {}

    /** The key of a synset. Offsets have at most eight digits. */
    static long key(POS pos, long offset) {
        return (pos.ordinal() + 1) * 100_000_000L + offset;
    }
}
