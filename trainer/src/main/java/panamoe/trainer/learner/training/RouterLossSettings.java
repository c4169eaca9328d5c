package panamoe.trainer.learner.training;

import panamoe.tensor.Check;

/**
 * The weights of the router losses of each sparse layer, see {@link panamoe.moe.RouterLosses}; 0 for none.
 *
 * @param balance the weight of the load-balancing loss
 * @param balanceOver the loads that the load-balancing loss balances
 * @param balanceDecay the decay of the moving average of {@link BalanceOver#ALL_TASKS}
 * @param importance the weight of the importance loss
 * @param load the weight of the load loss; requires a noisy selection
 * @param z the weight of the router z-loss
 * @param mutualInformation the weight of the mutual-information loss, which is 0 in batches of one task
 * @param moveBias whether training updates the balancing bias of a selection that has one
 */
public record RouterLossSettings(
        double balance,
        BalanceOver balanceOver,
        double balanceDecay,
        double importance,
        double load,
        double z,
        double mutualInformation,
        boolean moveBias) {

    /** The loads that a load-balancing loss balances. */
    public enum BalanceOver {
        /** The load of all tasks, as a moving average over steps; a single task may specialise. */
        ALL_TASKS,
        /** The load in each batch. */
        BATCH,
        /** The load of each task separately. */
        EACH_TASK
    }

    /** @throws IllegalArgumentException if a weight is negative or the decay not in [0, 1) */
    public RouterLossSettings {
        double least = Math.min(Math.min(Math.min(balance, importance), Math.min(load, z)), mutualInformation);
        Check.that(least >= 0, "weight " + least + " of a router loss: expected 0 (none) or above");
        Check.that(balanceDecay >= 0 && balanceDecay < 1, "balance-decay " + balanceDecay + ": expected 0 to below 1");
    }

    /** No router losses. */
    public static RouterLossSettings none() {
        return new RouterLossSettings(0, BalanceOver.ALL_TASKS, 0.9, 0, 0, 0, 0, false);
    }
}
