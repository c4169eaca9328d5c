package panamoe.trainer.experiment.statistics;

import org.jspecify.annotations.Nullable;

/** The verdict of a paired difference on the claim that it is above 0. */
public enum Verdict {
    SUPPORTED("supported"),
    REVERSED("reversed"),
    NO_EFFECT("no effect"),
    UNDECIDED("undecided"),
    /** A method diverged on some seeds, so the other seeds are not a random sample. */
    NO_VERDICT("no verdict"),
    NOT_RUN("not run");

    /** The width below which an interval around 0 leaves no room for an effect that matters. */
    private static final double NARROW = 0.02;

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /**
     * The verdict from the 95 % interval: above 0, below 0, narrow around 0, or undecided. Without an interval it is undecided; if a seed
     * diverged there is no verdict.
     */
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

    /** The verdict in words. */
    public String label() {
        return label;
    }

    /** The position of the interval, for a pair of methods that no claim is about. */
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

    /** The classes in the style sheet. */
    public String cssClass() {
        return "verdict " + label.replace(' ', '-');
    }
}
