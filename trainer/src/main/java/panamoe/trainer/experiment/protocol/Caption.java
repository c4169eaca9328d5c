package panamoe.trainer.experiment.protocol;

import panamoe.trainer.experiment.statistics.Numbers;

/**
 * How a protocol is spoken of.
 *
 * @param phrase its name in a sentence
 * @param title of its section
 * @param anchor of its section in a page, and of links to it
 * @param claim of the paper that it decides
 * @param explanation of what is done and how it is scored
 * @param numbers how its scores are written
 */
public record Caption(String phrase, String title, String anchor, String claim, String explanation, Numbers numbers) {}
