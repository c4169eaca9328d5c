package panamoe.bench.parallel;

/**
 * A predicted step of one form of parallel training.
 *
 * @param computeMs milliseconds of compute
 * @param sumsMs milliseconds of gradient sums, hidden or not
 * @param hiddenMs of these, those that are hidden under compute
 * @param exchangesMs milliseconds of exchanges and small sums, which are not hidden
 * @param gigabytes memory of a process for values, gradients and moments, in 10^9 bytes
 */
record Form(double computeMs, double sumsMs, double hiddenMs, double exchangesMs, double gigabytes) {

    /** Milliseconds of the step. */
    double ms() {
        return computeMs + sumsMs - hiddenMs + exchangesMs;
    }
}
