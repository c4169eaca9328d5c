package panamoe.trainer.train;

import panamoe.autograd.Parameter;
import panamoe.tensor.Check;
import panamoe.trainer.model.MultiTaskModel;

/**
 * The highest learning rates.
 *
 * @param trunk of encoder layers, but for their experts
 * @param experts of experts
 * @param gates of gates
 * @param heads of heads, and of the uncertainties that weigh losses
 */
public record LearningRates(double trunk, double experts, double gates, double heads) {

    /** @throws IllegalArgumentException if a rate is negative */
    public LearningRates {
        double least = Math.min(Math.min(trunk, experts), Math.min(gates, heads));
        Check.that(least >= 0, "learning rate " + least + ": expected at least 0");
    }

    /** The same rate for all encoder layers and experts, another for gates and heads. */
    public static LearningRates of(double trunk, double heads) {
        return new LearningRates(trunk, trunk, heads, heads);
    }

    /** Another rate of encoder layers and experts. */
    LearningRates withTrunk(double rate) {
        return new LearningRates(rate, rate, gates, heads);
    }

    double of(Parameter parameter) {
        if (MultiTaskModel.isExpert(parameter)) {
            return experts;
        }
        if (MultiTaskModel.isGate(parameter)) {
            return gates;
        }
        return parameter.isStacked() ? heads : trunk;
    }
}
