package panamoe.trainer.learner;

import java.util.Locale;
import panamoe.trainer.common.NameLookup;

/** The weighting of the losses or gradients of the tasks of a multi-task model. */
public enum LossWeighting {
    /** No weighting, since every task has its own model. */
    SEPARATE,
    /** Every sequence has the same weight. */
    EQUAL,
    /** Weights from a learned variance per task ({@link TaskUncertainty}; Kendall et al. 2018). */
    UNCERTAINTY,
    /** Weights that make the tasks train at similar rates ({@code GradNorm}; Chen et al. 2018). */
    GRADNORM,
    /** Equal weights, with the conflicts between the gradients of tasks projected out ({@code PcGrad}; Yu et al. 2020). */
    PCGRAD,
    /** Equal weights, with the mean gradient turned towards the task that it serves worst ({@code CaGrad}; Liu et al. 2021). */
    CAGRAD;

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The weighting of that name. @throws IllegalArgumentException if there is none; the message lists all names */
    public static LossWeighting named(String label) {
        return NameLookup.find("weighting", values(), LossWeighting::label, label);
    }

    /** True if the weighting compares the tasks of a batch, so that a batch must hold several tasks. */
    public boolean comparesTasks() {
        return this == GRADNORM || this == PCGRAD || this == CAGRAD;
    }
}
