package panamoe.bench.parallel;

import panamoe.tensor.Check;

/**
 * The time of a step of one process alone.
 *
 * @param ms milliseconds of the whole step
 * @param optimizerMs of these, those of the optimizer, which grow with the parameters
 * @param overlap the part of the other milliseconds under which gradient sums are hidden, 0 to 1
 */
record Compute(double ms, double optimizerMs, double overlap) {

    /** Checks the ranges. */
    Compute {
        Check.that(ms > 0, "a step of " + ms + " ms: expected above 0");
        Check.that(
                optimizerMs >= 0 && optimizerMs < ms,
                "an optimizer of " + optimizerMs + " ms in a step of " + ms
                        + " ms: expected 0 or more, and less than the step");
        Check.that(overlap >= 0 && overlap <= 1, "overlap " + overlap + ": expected 0 to 1");
    }

    /** Milliseconds of the forward and the backward pass. */
    double passesMs() {
        return ms - optimizerMs;
    }

    /** Milliseconds that can hide gradient sums. */
    double hidingMs() {
        return overlap * passesMs();
    }
}
