package panamoe.trainer.tasks.wordnet;

import net.sf.extjwnl.data.POS;
import org.eclipse.collections.api.bag.MutableBag;
import org.eclipse.collections.api.block.predicate.Predicate;
import org.eclipse.collections.api.factory.Bags;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.wordnet.Draft.Caps;

/** Tasks on the relation between two words. Pairs with similar spelling are excluded, see {@link Words#overlap}. */
final class RelationTasks {

    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final StableHash WHICH = new StableHash("hypernym or sibling");
    private static final StableHash ORDER = new StableHash("order of a pair");

    private final Lexicon lexicon;
    private final SuiteSplit split;

    RelationTasks(Lexicon lexicon, SuiteSplit split) {
        this.lexicon = lexicon;
        this.split = split;
    }

    /** Antonyms, and as many synonyms of each part of speech. All are single words. */
    Draft antonymOrSynonym() {
        Draft draft = new Draft(new Task(
                "antonym-or-synonym",
                "relation",
                Lists.immutable.with("antonym", "synonym"),
                true,
                "Do the two words mean the opposite or the same?"));
        record Group(Split split, POS pos) {}
        MutableBag<Group> wanted = Bags.mutable.empty();
        for (Synset synset : lexicon.synsets()) {
            for (Synset.Antonym antonym : synset.relations().antonyms().select(link -> link.synset() > synset.key())) {
                Synset opposite = lexicon.get(antonym.synset());
                String word = opposite.lemmas().get(antonym.index());
                if (singleWords(synset).contains(antonym.lemma())
                        && singleWords(opposite).contains(word)
                        && !Words.overlap(antonym.lemma(), word)) {
                    addEitherWay(draft, antonym.lemma(), word, FIRST, synset, opposite);
                    wanted.add(new Group(split.of(synset), synset.pos()));
                }
            }
        }
        for (Synset synset :
                inRandomOrder("synonyms", synset -> singleWords(synset).size() >= 2)) {
            ImmutableList<String> words = singleWords(synset);
            String first = words.getFirst();
            String second = words.detect(word -> !Words.overlap(first, word));
            if (second != null && wanted.remove(new Group(split.of(synset), synset.pos()))) {
                addEitherWay(draft, first, second, SECOND, synset);
            }
        }
        return draft.balanced(Caps.STANDARD);
    }

    /**
     * A noun paired with its hypernym or with a noun of the same hypernym. Only nouns with candidates for both pairs are used, and
     * a hash chooses one of the two.
     */
    Draft hypernymOrSibling() {
        Draft draft = new Draft(new Task(
                "hypernym-or-sibling",
                "relation",
                Lists.immutable.with("hypernym", "sibling"),
                true,
                "Is the second word a more general word for the first, or one of the same kind?"));
        ImmutableList<Synset> nouns = inRandomOrder(
                "siblings",
                synset -> synset.pos() == POS.NOUN
                        && synset.relations().hypernyms().notEmpty()
                        && isShown(synset));
        for (Split part : Split.values()) {
            nouns.select(synset -> split.of(synset) == part)
                    .groupBy(synset -> synset.relations().hypernyms().get(0))
                    .forEachKeyMultiValues((key, siblings) ->
                            addFamily(draft, part, lexicon.get(key), Lists.immutable.withAll(siblings)));
        }
        return draft.balanced(Caps.STANDARD);
    }

    private void addFamily(Draft draft, Split part, Synset hypernym, ImmutableList<Synset> siblings) {
        if (split.of(hypernym) == part && isShown(hypernym)) {
            for (int i = 0; i < siblings.size(); i++) {
                addOneOf(draft, siblings.get(i), hypernym, siblings.get((i + 1) % siblings.size()));
            }
        }
    }

    private void addOneOf(Draft draft, Synset synset, Synset hypernym, Synset sibling) {
        String word = shown(synset);
        String general = shown(hypernym);
        String same = shown(sibling);
        if (synset != sibling && !Words.overlap(word, general) && !Words.overlap(word, same)) {
            if (WHICH.below(2, synset.key()) == 0) {
                draft.add(split.of(synset), word, general, FIRST, synset, hypernym);
            } else {
                draft.add(split.of(synset), word, same, SECOND, synset, sibling);
            }
        }
    }

    private void addEitherWay(Draft draft, String a, String b, int label, Synset... sources) {
        Split part = split.of(sources[0]);
        if (ORDER.below(2, sources[0].key()) == 0) {
            draft.add(part, a, b, label, sources);
        } else {
            draft.add(part, b, a, label, sources);
        }
    }

    private ImmutableList<String> singleWords(Synset synset) {
        return Words.owned(synset, split).select(Words::isSingle);
    }

    private boolean isShown(Synset synset) {
        return Words.owned(synset, split).notEmpty();
    }

    private String shown(Synset synset) {
        return Words.owned(synset, split).getFirst();
    }

    private ImmutableList<Synset> inRandomOrder(String purpose, Predicate<Synset> which) {
        StableHash rank = new StableHash(purpose);
        return StableHash.shuffle(lexicon.synsets().select(which), synset -> rank.of(synset.key()));
    }
}
