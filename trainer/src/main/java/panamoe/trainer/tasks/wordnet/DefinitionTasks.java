package panamoe.trainer.tasks.wordnet;

import net.sf.extjwnl.data.POS;
import org.eclipse.collections.api.bag.ImmutableBag;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.wordnet.Draft.Caps;

/** Classification tasks on single definitions. */
final class DefinitionTasks {

    private static final int SUPERSENSES_PER_TASK = 10;
    private static final int TOPICS = 12;

    private final Lexicon lexicon;
    private final Definitions definitions;

    DefinitionTasks(Lexicon lexicon, Definitions definitions) {
        this.lexicon = lexicon;
        this.definitions = definitions;
    }

    Draft partOfSpeech() {
        ImmutableList<POS> parts = Lists.immutable.with(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB);
        Task task = new Task(
                "part-of-speech",
                "grammar",
                parts.collect(POS::getLabel),
                false,
                "Is the word with this definition a noun, a verb, an adjective or an adverb?");
        return definitions.classify(task, synset -> parts.indexOf(synset.pos())).balanced(Caps.STANDARD);
    }

    /** The most frequent supersenses of nouns, at ranks 1, 3, 5, ... */
    Draft nounSupersenseA() {
        return nounSupersense("noun-supersense-a", 0);
    }

    /** The most frequent supersenses of nouns, at ranks 2, 4, 6, ...; disjoint from the labels of the first task. */
    Draft nounSupersenseB() {
        return nounSupersense("noun-supersense-b", 1);
    }

    Draft verbSupersense() {
        return supersense(
                "verb-supersense",
                "What kind of verb has this definition?",
                supersenses(POS.VERB).take(SUPERSENSES_PER_TASK));
    }

    /** The most frequent subject areas, with their natural frequencies. This task has few examples. */
    Draft topic() {
        ImmutableBag<Long> counts = definitions
                .synsets()
                .select(synset -> synset.relations().topics().size() == 1)
                .countBy(synset -> synset.relations().topics().get(0));
        ImmutableList<Long> topics = mostFrequent(counts).take(TOPICS);
        Task task = new Task(
                "topic",
                "category",
                topics.collect(key -> lexicon.get(key).lemmas().get(0)),
                false,
                "Which subject area does this definition belong to?");
        return definitions
                .classify(
                        task,
                        synset -> synset.relations().topics().size() == 1
                                ? topics.indexOf(synset.relations().topics().get(0))
                                : Definitions.NONE)
                .natural(Caps.STANDARD);
    }

    Draft instanceOrClass() {
        Task task = new Task(
                "instance-or-class",
                "category",
                Lists.immutable.with("class", "instance"),
                false,
                "Does this define a class of things or one individual, such as a person or a city?");
        return definitions
                .classify(
                        task,
                        synset -> synset.pos() != POS.NOUN
                                ? Definitions.NONE
                                : synset.relations().instance() ? 1 : 0)
                .balanced(Caps.STANDARD);
    }

    private Draft nounSupersense(String name, int offset) {
        ImmutableList<String> ranked = supersenses(POS.NOUN).take(2 * SUPERSENSES_PER_TASK);
        ImmutableList<String> chosen = ranked.selectWithIndex((category, rank) -> rank % 2 == offset);
        return supersense(name, "What kind of thing has this definition?", chosen);
    }

    private Draft supersense(String name, String question, ImmutableList<String> categories) {
        Task task = new Task(
                name,
                "category",
                categories.collect(category -> category.substring(category.indexOf('.') + 1)),
                false,
                question);
        return definitions
                .classify(task, synset -> categories.indexOf(synset.category()))
                .balanced(Caps.STANDARD);
    }

    /**
     * WordNet's lexicographer files of a part of speech, the largest first. noun.Tops is excluded, since it holds the root synsets
     * of the other files.
     */
    private ImmutableList<String> supersenses(POS pos) {
        return mostFrequent(lexicon.synsets()
                .select(synset -> synset.pos() == pos && !synset.category().equals("noun.Tops"))
                .countBy(Synset::category));
    }

    private static <T extends Comparable<T>> ImmutableList<T> mostFrequent(ImmutableBag<T> counts) {
        return counts.toSet()
                .toSortedList((a, b) -> {
                    int byCount = Integer.compare(counts.occurrencesOf(b), counts.occurrencesOf(a));
                    return byCount != 0 ? byCount : a.compareTo(b);
                })
                .toImmutable();
    }
}
