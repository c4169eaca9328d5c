package panamoe.trainer.learner;

import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;

/**
 * The cost of the trained part of a model.
 *
 * @param parameters the number of trained parameters of all tasks and experts
 * @param activeParameters the number of trained parameters that a token of one task uses
 * @param flopsPerToken floating-point operations of a forward pass: two for each active weight of a matrix product. Heads are left
 *     out, since they run once per sequence. The products of queries, keys and values are left out, since they depend on the length
 *     of the sequence and not on the method
 */
public record ModelCost(long parameters, long activeParameters, long flopsPerToken) {

    /** Counts the parameters and operations of a model. */
    public static ModelCost of(MultiTaskModel model, Method method, MoeSettings moe) {
        long all = 0;
        double active = 0;
        double inProducts = 0;
        for (Parameter parameter : model.parameters().list()) {
            if (parameter.isTrainable()) {
                long size = parameter.shape().size();
                double used = size * share(parameter, method, moe);
                all += size;
                active += used;
                if (parameter.isDecayed() && parameter.role() != ParameterRole.HEAD) {
                    inProducts += used;
                }
            }
        }
        return new ModelCost(all, Math.round(active), Math.round(2 * inProducts));
    }

    private static double share(Parameter parameter, Method method, MoeSettings moe) {
        int entries = parameter.shape().dim(0);
        if (parameter.isStacked()) {
            return 1.0 / entries;
        }
        if (parameter.role() != ParameterRole.EXPERT) {
            return 1;
        }
        return Math.min(1, method.sparseGate().expertsPerRow(moe, entries) / entries);
    }
}
