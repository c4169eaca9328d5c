package panamoe.trainer.experiment.statistics;

import org.jspecify.annotations.Nullable;

/** What a paired difference says about the claim that it is above 0. */
public enum Verdict {
    SUPPORTED("supported"),
    REVERSED("reversed"),
    NO_EFFECT("no effect"),
    UNDECIDED("undecided"),
    /** A method diverged on some seeds, and the others are no fair sample. */
    NO_VERDICT("no verdict"),
    NOT_RUN("not run");

    /** An interval around 0 that is narrower leaves no room for an effect that would matter. */
    private static final double NARROW = 0.02;

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** By the 95 % interval: all above 0, all below 0, narrow around 0, or none of these; without an interval nothing is decided, nor where a seed diverged. */
    public static Verdict of(@Nullable Estimate difference) {
        if (difference != null && !difference.diverged().isEmpty()) {
            return NO_VERDICT;
        }
        if (difference == null || difference.mean() == null) {
            return NOT_RUN;
        }
        if (difference.ci95() == null) {
            return UNDECIDED;
        }
        if (difference.ci95().isAbove(0)) {
            return SUPPORTED;
        }
        if (difference.ci95().isBelow(0)) {
            return REVERSED;
        }
        return difference.ci95().width() < NARROW ? NO_EFFECT : UNDECIDED;
    }

    /** In a word. */
    public String label() {
        return label;
    }

    /** The same for a pair about which nothing was claimed. */
    public String sign() {
        return switch (this) {
            case SUPPORTED -> "above 0";
            case REVERSED -> "below 0";
            case NO_EFFECT -> "about 0";
            case UNDECIDED -> "undecided";
            case NO_VERDICT -> "no verdict";
            case NOT_RUN -> "missing";
        };
    }

    /** In the style sheet. */
    public String cssClass() {
        return "verdict " + label.replace(' ', '-');
    }
}
