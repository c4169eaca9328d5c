package panamoe.trainer.tasks.wordnet;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.wordnet.Draft.Caps;

/** Tasks on the same definitions whose labels are independent of the meaning of the definitions. */
final class UnrelatedTasks {

    private static final int MIN_WORDS_TO_SHUFFLE = 6;
    private static final int MAX_SHORT = 6;
    private static final int MAX_MEDIUM = 11;
    private static final StableHash SHUFFLED = new StableHash("shuffled or not");
    private static final StableHash PLACE = new StableHash("place of a shuffled word");
    private static final StableHash COIN = new StableHash("heads or tails");
    /** Few enough training examples to be memorised in some hundred steps. */
    private static final Caps RANDOM_LABEL_CAPS = new Caps(512, 500, 500);

    private final Definitions definitions;

    UnrelatedTasks(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Definitions, half of them with their words in random order. */
    Draft shuffledWords() {
        Draft draft = new Draft(new Task(
                "shuffled-words",
                "form",
                Lists.immutable.with("original", "shuffled"),
                false,
                "Are the words of the definition in their original order?"));
        for (Synset synset : definitions.synsets()) {
            ImmutableList<String> words = synset.gloss().words();
            if (words.size() >= MIN_WORDS_TO_SHUFFLE) {
                int label = SHUFFLED.below(2, synset.key());
                String text = (label == 1 ? shuffle(words, synset.key()) : words).makeString(" ");
                draft.add(definitions.split().of(synset), text, null, label, synset);
            }
        }
        return draft.balanced(Caps.STANDARD);
    }

    /** Definitions by length: short has up to 6 words, medium 7 to 11, long 12 or more. */
    Draft definitionLength() {
        Task task = new Task(
                "definition-length",
                "form",
                Lists.immutable.with("short", "medium", "long"),
                false,
                "How many words has the definition?");
        return definitions
                .classify(task, synset -> {
                    int words = synset.gloss().words().size();
                    return words <= MAX_SHORT ? 0 : words <= MAX_MEDIUM ? 1 : 2;
                })
                .balanced(Caps.STANDARD);
    }

    /** A control for memorisation: a model can memorise the training examples, but is at chance on the other splits. */
    Draft randomLabels() {
        Task task = new Task(
                "random-labels",
                "noise",
                Lists.immutable.with("heads", "tails"),
                false,
                "Which side of a coin was drawn for this definition? Chance on dev and test by design.");
        return definitions.classify(task, synset -> COIN.below(2, synset.key())).balanced(RANDOM_LABEL_CAPS);
    }

    private static ImmutableList<String> shuffle(ImmutableList<String> words, long key) {
        ImmutableList<Integer> places =
                Lists.immutable.fromStream(IntStream.range(0, words.size()).boxed());
        return StableHash.shuffle(places, place -> PLACE.of(key, place)).collect(words::get);
    }
}
