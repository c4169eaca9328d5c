package panamoe.trainer.learner;

import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;

/**
 * What a method's model costs beyond its frozen part.
 *
 * @param parameters that are trained, of all tasks and experts
 * @param activeParameters those of them that a token of one task uses
 * @param flopsPerToken of a forward: two for each active weight of a matrix product. Heads, which see a sequence once, and
 *     attention's products of rows with rows, which depend on the length of the sequence and not on the method, are left out
 */
public record ModelCost(long parameters, long activeParameters, long flopsPerToken) {

    /** Counts. */
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
        return Math.min(1, method.gate().expertsPerRow(moe, entries) / entries);
    }
}
