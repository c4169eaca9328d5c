package panamoe.trainer.learner.training;

import panamoe.tensor.Check;

/**
 * What is asked of the routing of each sparse layer: the weights of losses, see {@link panamoe.moe.RouterLosses}, 0 for none.
 *
 * @param balance of the load-balancing loss
 * @param balanceOver what it asks to be balanced
 * @param balanceDecay of the moving average that {@link BalanceOver#ALL_TASKS} is taken over
 * @param importance of the importance loss
 * @param load of the load loss; needs a noisy selection
 * @param z of the router z-loss
 * @param mutualInformation of the mutual-information loss; it is 0 in batches of one task
 * @param moveBias whether a selection with a balancing bias moves it
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

    /** What a load-balancing loss asks to be balanced. */
    public enum BalanceOver {
        /** The use by all tasks, a moving average over steps: it leaves each task free to specialise. */
        ALL_TASKS,
        /** The use in each batch. */
        BATCH,
        /** The use by each task on its own. */
        EACH_TASK
    }

    /** @throws IllegalArgumentException if a weight is negative or the decay not in [0, 1) */
    public RouterLossSettings {
        double least = Math.min(Math.min(Math.min(balance, importance), Math.min(load, z)), mutualInformation);
        Check.that(least >= 0, "weight " + least + " of a router loss: expected 0 (none) or above");
        Check.that(balanceDecay >= 0 && balanceDecay < 1, "balance-decay " + balanceDecay + ": expected 0 to below 1");
    }

    /** Nothing is asked of the routing. */
    public static RouterLossSettings none() {
        return new RouterLossSettings(0, BalanceOver.ALL_TASKS, 0.9, 0, 0, 0, 0, false);
    }
}
