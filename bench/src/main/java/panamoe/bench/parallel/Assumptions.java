package panamoe.bench.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.parallel.ProcessGroup;

/** The assumptions of a {@link StepPrediction}, a sentence each. */
final class Assumptions {

    private Assumptions() {}

    static List<String> of(StepSizes sizes, PredictOptions options, Compute compute) {
        List<String> all = new ArrayList<>();
        all.add("Each process has a batch of its own, and one process alone needs the same time for a step as before.");
        if (compute.optimizerMs() > 0) {
            all.add("The optimizer's time grows with the parameters of a process.");
        } else {
            all.add("The optimizer's time does not depend on the parameters of a process.");
        }
        all.add("An all-reduce of n bytes on p processes takes 2 log2(p) alpha + 2 (p-1)/p n beta.");
        all.add("An all-to-all in which a process sends n bytes takes (p-1) alpha + (p-1)/p n beta.");
        all.add("Alpha and beta are the same between all processes, and the links do not slow each other down.");
        all.add("The latencies and bandwidths are those of the options; the default ones are not measured.");
        all.add("Gradients are F32 and are summed in full calls of " + (ProcessGroup.PIECE_BYTES >> 20)
                + " MiB; copies between tensors and messages take no time.");
        all.add(String.format(
                Locale.ROOT,
                "Gradient sums are hidden under %.3g of the forward and backward passes (%.4g ms) and do not slow them down.",
                compute.overlap(),
                compute.hidingMs()));
        all.add(String.format(
                Locale.ROOT,
                "An expert parallel step exchanges rows four times in each mixture, %.4g MB of a process each time, and once the"
                        + " numbers of rows; the exchanges are not hidden and do not wait for gradient sums.",
                1e-6 * sizes.rows() * sizes.k() * sizes.width() * Float.BYTES));
        all.add(
                "Each mixture sums the experts' shares once, a step its loss, and an expert parallel step its gradient norm.");
        if (compute.imbalance() > 1) {
            all.add(String.format(
                    Locale.ROOT,
                    "If the experts are divided, those of the busiest process get %.4g times the mean rows, and the others wait; experts"
                            + " take %.3g of the forward and backward passes, as of their operations.",
                    compute.imbalance(),
                    sizes.expertPart()));
        } else {
            all.add("The experts of every process get the same number of rows.");
        }
        if (options.expertsGrow()) {
            all.add("More experts do not slow the passes down.");
        }
        all.add("The memory is that of values, gradients and two moments in F32, without activations and batches.");
        return all;
    }
}
