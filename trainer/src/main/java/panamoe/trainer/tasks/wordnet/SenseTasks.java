package panamoe.trainer.tasks.wordnet;

import java.util.Locale;
import net.sf.extjwnl.data.POS;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.multimap.list.MutableListMultimap;
import org.eclipse.collections.impl.factory.Multimaps;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.wordnet.Draft.Caps;

/** Pair tasks on the senses of words. */
final class SenseTasks {

    private static final StableHash PARTNERS = new StableHash("partners");

    private final Lexicon lexicon;
    private final SuiteSplit split;

    SenseTasks(Lexicon lexicon, SuiteSplit split) {
        this.lexicon = lexicon;
        this.split = split;
    }

    /**
     * A word paired with its own definition or with the definition of another word of the same part of speech. Definitions that
     * contain a form of the word are excluded.
     */
    Draft wordAndDefinition() {
        Draft draft = new Draft(new Task(
                "word-and-definition",
                "sense",
                Lists.immutable.with("other", "own"),
                true,
                "Is this the word's own definition, or that of another word?"));
        ImmutableList<Synset> defined = StableHash.shuffle(
                lexicon.synsets().select(synset -> Definitions.isText(synset) && definedWord(synset) != null),
                synset -> PARTNERS.of(synset.key()));
        for (Split part : Split.values()) {
            for (POS pos : POS.values()) {
                defined.select(synset -> split.of(synset) == part && synset.pos() == pos)
                        .chunk(2)
                        .select(chunk -> chunk.size() == 2)
                        .forEach(chunk -> addOwnAndOther(draft, part, Lists.immutable.withAll(chunk)));
            }
        }
        return draft.balanced(Caps.STANDARD);
    }

    /** Two usage examples of one word, from the same synset or from two synsets. A hard task. */
    Draft sameSense() {
        Draft draft = new Draft(new Task(
                "same-sense",
                "sense",
                Lists.immutable.with("different", "same"),
                true,
                "Is the word used in the same sense in both examples?"));
        for (Split part : Split.values()) {
            for (POS pos : POS.values()) {
                MutableListMultimap<String, Synset> senses = Multimaps.mutable.list.empty();
                lexicon.synsets()
                        .select(synset -> split.of(synset) == part && synset.pos() == pos)
                        .forEach(synset -> Words.owned(synset, split)
                                .reject(word -> examples(synset, word).isEmpty())
                                .forEach(word -> senses.put(word, synset)));
                senses.forEachKeyMultiValues(
                        (word, synsets) -> addSameAndDifferent(draft, part, word, Lists.immutable.withAll(synsets)));
            }
        }
        return draft.balanced(Caps.STANDARD);
    }

    private void addOwnAndOther(Draft draft, Split part, ImmutableList<Synset> pair) {
        Synset first = pair.get(0);
        Synset second = pair.get(1);
        String word = definedWord(first);
        String other = second.gloss().definition();
        if (word != null && !second.lemmas().contains(word) && !Words.overlap(word, other)) {
            draft.add(part, word, first.gloss().definition(), 1, first);
            draft.add(part, word, other, 0, first, second);
        }
    }

    /** Adds a pair of each label for a word, or none, so that the word does not predict the label. */
    private static void addSameAndDifferent(Draft draft, Split part, String word, ImmutableList<Synset> senses) {
        Synset withTwoExamples = senses.detect(synset -> examples(synset, word).size() >= 2);
        Synset other = senses.detect(synset -> synset != withTwoExamples);
        if (withTwoExamples != null && other != null) {
            ImmutableList<String> uses = examples(withTwoExamples, word).collect(example -> word + ": " + example);
            draft.add(part, uses.get(0), uses.get(1), 1, withTwoExamples);
            draft.add(part, uses.get(0), word + ": " + examples(other, word).getFirst(), 0, withTwoExamples, other);
        }
    }

    private static ImmutableList<String> examples(Synset synset, String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return synset.gloss()
                .examples()
                .select(example -> example.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** The word to pair with the definition of a synset; null if the definition contains a form of each word. */
    private @Nullable String definedWord(Synset synset) {
        return Words.owned(synset, split)
                .detect(lemma -> !Words.overlap(lemma, synset.gloss().definition()));
    }
}
