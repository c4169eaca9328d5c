package panamoe.trainer.experiment.protocol;

import panamoe.trainer.experiment.statistics.Numbers;

/**
 * The words that describe a protocol in reports.
 *
 * @param phrase the name within a sentence
 * @param title the title of its section
 * @param anchor the id of its section in a page, for links
 * @param claim the claim of the paper that the protocol tests
 * @param explanation the procedure and the score, in a few sentences
 * @param numbers number format of the scores
 */
public record Caption(String phrase, String title, String anchor, String claim, String explanation, Numbers numbers) {}
