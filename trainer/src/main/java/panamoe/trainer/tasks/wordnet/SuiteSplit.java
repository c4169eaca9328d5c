package panamoe.trainer.tasks.wordnet;

import java.util.Locale;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.primitive.LongLongMaps;
import org.eclipse.collections.api.factory.primitive.LongObjectMaps;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.map.primitive.MutableLongLongMap;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import panamoe.trainer.tasks.Split;

/**
 * The split of WordNet into train, dev and test (70, 10 and 20 %), which all tasks of the suite share.
 *
 * <ul>
 *   <li>A synset belongs to one split. Synsets that share a definition or an example, or whose words are antonyms, stay together;
 *       such groups are small (at most 23 synsets).
 *   <li>A lemma belongs to one split: that of the first synset, by key, that contains it.
 *   <li>A pair task uses a link only if both synsets are in one split, and a word only in the split of the word. (Linked synsets
 *       cannot all stay together, since hypernyms connect all nouns to one group.)
 * </ul>
 */
final class SuiteSplit {

    private static final StableHash DRAW = new StableHash("split");

    private final MutableLongLongMap parents = LongLongMaps.mutable.empty();
    private final MutableLongObjectMap<Split> splits = LongObjectMaps.mutable.empty();
    private final MutableMap<String, Split> lemmaSplits = Maps.mutable.empty();

    SuiteSplit(Lexicon lexicon) {
        MutableMap<String, Synset> firstWithText = Maps.mutable.empty();
        for (Synset synset : lexicon.synsets()) {
            keepTogether(synset, firstWithText, synset.gloss().definition());
            synset.gloss().examples().forEach(example -> keepTogether(synset, firstWithText, example));
            synset.relations().antonyms().forEach(antonym -> union(synset.key(), antonym.synset()));
        }
        for (Synset synset : lexicon.synsets()) {
            splits.put(synset.key(), draw(root(synset.key())));
            synset.lemmas().forEach(lemma -> lemmaSplits.getIfAbsentPut(identity(lemma), () -> of(synset)));
        }
    }

    /** The split of a synset. */
    Split of(Synset synset) {
        return splits.get(synset.key());
    }

    /** True if a lemma belongs to a split; an unknown word belongs to no split. */
    boolean owns(Split split, String lemma) {
        return lemmaSplits.get(identity(lemma)) == split;
    }

    private static Split draw(long root) {
        int tenth = DRAW.below(10, root);
        return tenth < 7 ? Split.TRAIN : tenth < 8 ? Split.DEV : Split.TEST;
    }

    private static String identity(String lemma) {
        return lemma.toLowerCase(Locale.ROOT);
    }

    private void keepTogether(Synset synset, MutableMap<String, Synset> firstWithText, String text) {
        String identity = Gloss.normalForm(text);
        if (!identity.isEmpty()) {
            union(firstWithText.getIfAbsentPut(identity, synset).key(), synset.key());
        }
    }

    /** The smaller root becomes the root, so that the smallest key identifies a group, independent of the order of the unions. */
    private void union(long a, long b) {
        long rootA = root(a);
        long rootB = root(b);
        if (rootA != rootB) {
            parents.put(Math.max(rootA, rootB), Math.min(rootA, rootB));
        }
    }

    private long root(long key) {
        long node = key;
        while (parents.containsKey(node)) {
            node = parents.get(node);
        }
        return node;
    }
}
