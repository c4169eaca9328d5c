package panamoe.bench.parallel;

import java.util.function.Predicate;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.bench.step.StepNetwork;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Check;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * The parameters of a model with E experts in each mixture layer.
 *
 * @param common the parameters that do not depend on E
 * @param gatesOfExpert the parameters of all gates for one expert, over all mixture layers
 * @param expert the parameters of one expert, over all mixture layers
 * @param mixtures the number of mixture layers
 */
record ModelParts(long common, long gatesOfExpert, long expert, int mixtures) {

    /** A value, its gradient and two moments, in F32. */
    static final int BYTES_OF_PARAMETER = 4 * Float.BYTES;

    /** Counts the parameters of the model of {@code bench step}. */
    static ModelParts of(StepSizes sizes) {
        int mixtures = sizes.mixtures();
        Check.that(
                mixtures > 0,
                () -> "a model of " + sizes.experts() + " experts in " + sizes.layers()
                        + " layers: expected at least 1 expert and 2 layers");
        StepNetwork one = new StepNetwork(sizes.withExperts(1).withK(1));
        long expert = count(one, p -> p.role() == ParameterRole.EXPERT);
        long gates = count(one, p -> p.role() == ParameterRole.GATE);
        return new ModelParts(count(one, p -> true) - expert - gates, gates, expert, mixtures);
    }

    private static long count(StepNetwork network, Predicate<Parameter> counted) {
        return network.parameters()
                .list()
                .select(counted::test)
                .sumOfLong(p -> p.shape().size());
    }

    /** The parameters of a process. @param processes among which the experts are divided; 1 if each has all of them */
    double ofProcess(int experts, int processes) {
        return replicated(experts) + (double) expert * experts / processes;
    }

    /** The parameters that each process has if the experts are divided. */
    double replicated(int experts) {
        return common + (double) gatesOfExpert * experts;
    }

    /** The calls in which gradients are summed, if every call is full. */
    static double calls(double bytes) {
        return Math.ceil(bytes / ProcessGroup.PIECE_BYTES);
    }

    /** The number of experts from which on a process needs more memory than this. */
    long expertsBeyond(double bytes, int processes) {
        double room = bytes / BYTES_OF_PARAMETER - common;
        return (long) Math.floor(Math.max(0, room) / (gatesOfExpert + (double) expert / processes)) + 1;
    }
}
