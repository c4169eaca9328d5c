package panamoe.trainer.learner;

import java.util.Locale;
import panamoe.trainer.common.NameLookup;

/** How a multi-task model weighs its tasks' losses or gradients against each other. */
public enum LossWeighting {
    /** Not at all: every task has a model of its own. */
    SEPARATE,
    /** Every sequence counts the same. */
    EQUAL,
    /** By a learned variance per task ({@link TaskUncertainty}). */
    UNCERTAINTY,
    /** By weights that make tasks train at like rates ({@code GradNorm}; Chen et al. 2018). */
    GRADNORM,
    /** By gradients from which conflicts with other tasks' are projected out ({@code PcGrad}; Yu et al. 2020). */
    PCGRAD;

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The weighting of that name. @throws IllegalArgumentException if there is none; the message lists all */
    public static LossWeighting named(String label) {
        return NameLookup.find("weighting", values(), LossWeighting::label, label);
    }

    /** True if the tasks of a batch are compared with each other, so that it must hold several. */
    public boolean comparesTasks() {
        return this == GRADNORM || this == PCGRAD;
    }
}
