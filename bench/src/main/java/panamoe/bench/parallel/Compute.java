package panamoe.bench.parallel;

import panamoe.tensor.Check;

/**
 * The time of a step of one process alone.
 *
 * @param ms milliseconds of the whole step
 * @param optimizerMs of these, those of the optimizer, which grow with the parameters
 * @param overlap the part of the other milliseconds under which gradient sums are hidden, 0 to 1
 * @param imbalance the rows that the experts of the busiest process get if they are divided, as a multiple of the mean; at least 1
 */
record Compute(double ms, double optimizerMs, double overlap, double imbalance) {

    /** Checks the ranges. */
    Compute {
        Check.that(ms > 0, "a step of " + ms + " ms: expected above 0");
        Check.that(
                optimizerMs >= 0 && optimizerMs < ms,
                "an optimizer of " + optimizerMs + " ms in a step of " + ms
                        + " ms: expected 0 or more, and less than the step");
        Check.that(imbalance >= 1, "imbalance " + imbalance + ": expected at least 1");
        Check.that(overlap >= 0 && overlap <= 1, "overlap " + overlap + ": expected 0 to 1");
    }

    /** Milliseconds of the forward and the backward pass. */
    double passesMs() {
        return ms - optimizerMs;
    }

    /** Milliseconds by which the busiest process is slower. @param expertPart the part of the passes that the experts take */
    double imbalanceMs(double expertPart) {
        return (imbalance - 1) * expertPart * passesMs();
    }

    /** Milliseconds that can hide gradient sums. */
    double hidingMs() {
        return overlap * passesMs();
    }
}
