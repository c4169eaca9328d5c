package panamoe.trainer.learner.training;

import panamoe.autograd.Parameter;
import panamoe.tensor.Check;

/**
 * The peak learning rates of the schedule, by the role of a parameter.
 *
 * @param trunk the rate of the encoder layers without their feed-forward blocks
 * @param experts the rate of the feed-forward blocks, dense or experts
 * @param gates the rate of gates
 * @param heads the rate of heads
 * @param uncertainties the rate of the variances of dense-uncertainty
 */
public record LearningRates(double trunk, double experts, double gates, double heads, double uncertainties) {

    /** @throws IllegalArgumentException if a rate is negative */
    public LearningRates {
        double least = Math.min(Math.min(Math.min(trunk, experts), Math.min(gates, heads)), uncertainties);
        Check.that(least >= 0, "learning rate " + least + ": expected at least 0");
    }

    /** A copy with another rate of the encoder layers, feed-forward blocks included. */
    LearningRates withTrunk(double rate) {
        return new LearningRates(rate, rate, gates, heads, uncertainties);
    }

    /** A copy with another rate of feed-forward blocks. */
    LearningRates withExperts(double rate) {
        return new LearningRates(trunk, rate, gates, heads, uncertainties);
    }

    /** A copy with another rate of gates and heads. */
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
