package panamoe.trainer.learner;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import panamoe.autograd.Init;
import panamoe.moe.Experts;
import panamoe.moe.Upcycle;
import panamoe.trainer.encoder.FeedForwardWeights;

/**
 * The initial values of the experts of a mixture, which come from the dense block that it replaces. Without noise, the mixture first
 * computes what the dense block computes if the weights of a row's experts sum to 1, and in cgc-moe if each of them is 1:
 *
 * <ul>
 *   <li>Without a shared expert, every routed expert is a copy of the dense block.
 *   <li>With a shared expert and routed experts that have all hidden units, the shared expert is a copy of the dense block, and the
 *       routed experts are copies with an output of 0.
 *   <li>With a shared expert and routed experts that have some of the units, the shared expert is the part of the dense block with the
 *       first units and the output bias, and every routed expert is the part with the last units.
 *   <li>In cgc-moe the experts of a task divide the block above that a routed expert would be: its hidden units and its output bias. All
 *       tasks divide it in the same way; the shared ones among the experts have the first units.
 * </ul>
 *
 * @param dense the dense block
 * @param units the hidden units of the experts
 * @param noise the noise on the routed experts, relative to the standard deviation of the weights
 */
record ExpertStart(FeedForwardWeights dense, ExpertUnits units, double noise) {

    /** The shared expert. */
    Experts.Start shared() {
        return copies(List.of(dense.units(0, units.shared(), 1)), 0);
    }

    /**
     * The routed experts.
     *
     * @param sharedByAll the number of the first experts that all tasks share, if the experts of a task divide the units
     */
    Experts.Start routed(int sharedByAll) {
        int hidden = dense.hidden();
        FeedForwardWeights rest = dense.units(hidden - units.routed(), hidden, units.shared() == 0 ? 1 : 0);
        List<FeedForwardWeights> parts = IntStream.range(0, units.parts())
                .mapToObj(i -> rest.units(i * units.ofExpert(), (i + 1) * units.ofExpert(), 1.0 / units.parts()))
                .toList();
        Experts.Start start = units.parts() == 1
                ? copies(parts, noise)
                : copies(parts.subList(0, sharedByAll), noise)
                        .then(sharedByAll, copies(parts.subList(sharedByAll, parts.size()), noise));
        return units.shared() == hidden ? withoutOutput(start) : start;
    }

    private static Experts.Start copies(List<FeedForwardWeights> networks, double noise) {
        return Upcycle.start(
                joined(networks, FeedForwardWeights::weight1),
                joined(networks, FeedForwardWeights::bias1),
                joined(networks, FeedForwardWeights::weight2),
                joined(networks, FeedForwardWeights::bias2),
                noise);
    }

    private static float[] joined(List<FeedForwardWeights> networks, Function<FeedForwardWeights, float[]> weights) {
        float[][] all = networks.stream().map(weights).toArray(float[][]::new);
        float[] joined = new float[all.length * all[0].length];
        for (int i = 0; i < all.length; i++) {
            System.arraycopy(all[i], 0, joined, i * all[i].length, all[i].length);
        }
        return joined;
    }

    private static Experts.Start withoutOutput(Experts.Start copies) {
        return new Experts.Start(copies.weight1(), copies.bias1(), Init.constant(0), Init.constant(0));
    }
}
