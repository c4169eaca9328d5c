package panamoe.trainer.learner.training;

import panamoe.autograd.Parameter;
import panamoe.tensor.Check;

/**
 * The highest learning rates.
 *
 * @param trunk of encoder layers, but for their feed-forward blocks
 * @param experts of feed-forward blocks: experts, or the dense block in their place
 * @param gates of gates
 * @param heads of heads
 * @param uncertainties that weigh losses in dense-uncertainty
 */
public record LearningRates(double trunk, double experts, double gates, double heads, double uncertainties) {

    /** @throws IllegalArgumentException if a rate is negative */
    public LearningRates {
        double least = Math.min(Math.min(Math.min(trunk, experts), Math.min(gates, heads)), uncertainties);
        Check.that(least >= 0, "learning rate " + least + ": expected at least 0");
    }

    /** Another rate of the whole of encoder layers. */
    LearningRates withTrunk(double rate) {
        return new LearningRates(rate, rate, gates, heads, uncertainties);
    }

    /** Another rate of feed-forward blocks. */
    LearningRates withExperts(double rate) {
        return new LearningRates(trunk, rate, gates, heads, uncertainties);
    }

    /** Another rate of gates and heads. */
    LearningRates withGatesAndHeads(double rate) {
        return new LearningRates(trunk, experts, rate, rate, uncertainties);
    }

    double of(Parameter parameter) {
        return switch (parameter.role()) {
            case TRUNK -> trunk;
            case FEED_FORWARD, EXPERT -> experts;
            case GATE -> gates;
            case HEAD -> heads;
            case LOSS_WEIGHT -> uncertainties;
        };
    }
}
