package panamoe.bench.parallel;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import panamoe.bench.step.StepSizes;

/**
 * Predicts a training step of several processes, each with its own batch, from the step of one process and an alpha-beta model of the
 * network. {@code bench predict} prints the assumptions.
 */
record StepPrediction(StepSizes sizes, ModelParts model, Compute compute, Network network) {

    /** A mixture layer sends its rows and gets the outputs back, in the forward and in the backward pass. */
    private static final int EXCHANGES = 4;

    private static final int SCALAR_BYTES = Double.BYTES;

    /** A step in which each process has all experts. */
    Form dataParallel(int processes, int experts) {
        double parameters = model.ofProcess(experts, 1);
        return form(processes, compute.passesMs(), parameters, parameters, smallSums(processes, experts));
    }

    /** A step in which each process has an equal part of the experts; empty if they cannot be divided equally. */
    Optional<Form> expertParallel(int processes, int experts) {
        if (experts % processes != 0) {
            return Optional.empty();
        }
        double rowBytes = (double) sizes.rows() * sizes.k() * sizes.width() * Float.BYTES;
        double ofMixture = EXCHANGES * network.exchangeMs(processes, rowBytes)
                + network.exchangeMs(processes, (double) experts * Integer.BYTES);
        double norm = network.sumMs(processes, SCALAR_BYTES);
        return Optional.of(form(
                processes,
                compute.passesMs() + compute.imbalanceMs(sizes.expertPart()),
                model.ofProcess(experts, processes),
                model.replicated(experts),
                smallSums(processes, experts) + norm + model.mixtures() * ofMixture));
    }

    /** The sums of the experts' shares in each mixture layer, and of the loss. */
    private double smallSums(int processes, int experts) {
        return model.mixtures() * network.sumMs(processes, (double) experts * Float.BYTES)
                + network.sumMs(processes, SCALAR_BYTES);
    }

    private Form form(int processes, double passesMs, double parameters, double summed, double exchangesMs) {
        double optimizer = compute.optimizerMs() * parameters / model.ofProcess(sizes.experts(), 1);
        double bytes = summed * Float.BYTES;
        double calls = ModelParts.calls(bytes);
        double sums = calls * network.sumMs(processes, bytes / calls);
        return new Form(
                passesMs + optimizer,
                sums,
                Math.min(sums, compute.hidingMs()),
                exchangesMs,
                1e-9 * ModelParts.BYTES_OF_PARAMETER * parameters);
    }

    /**
     * The number of processes from which on expert parallelism is faster; empty if it is not with the most processes among which the
     * experts can be divided. Only numbers of processes among which they can be divided count.
     *
     * @param processes in rising order
     * @param experts the experts of each mixture, by the number of processes
     */
    Optional<Integer> expertParallelFasterFrom(List<Integer> processes, IntUnaryOperator experts) {
        Optional<Integer> from = Optional.empty();
        for (int together : processes) {
            int count = experts.applyAsInt(together);
            Optional<Form> divided = expertParallel(together, count);
            if (divided.isPresent()) {
                boolean faster =
                        divided.get().ms() < dataParallel(together, count).ms();
                from = faster ? Optional.of(from.orElse(together)) : Optional.empty();
            }
        }
        return from;
    }

    /** The fraction of a process's own speed: the time of its step alone to that of the step together. */
    double efficiency(Form form) {
        return compute.ms() / form.ms();
    }
}
