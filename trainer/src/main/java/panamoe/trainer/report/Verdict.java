package panamoe.trainer.report;

import org.jspecify.annotations.Nullable;

/** What a paired difference says about the claim that it is above 0. */
public enum Verdict {
    SUPPORTED("supported"),
    REVERSED("reversed"),
    UNDECIDED("undecided"),
    NOT_RUN("not run");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** By the 95 % interval: all above 0, all below 0, or neither; without an interval nothing is decided. */
    public static Verdict of(@Nullable Estimate difference) {
        if (difference == null || difference.mean() == null) {
            return NOT_RUN;
        }
        if (difference.ci95() == null) {
            return UNDECIDED;
        }
        if (difference.ci95().isAbove(0)) {
            return SUPPORTED;
        }
        return difference.ci95().isBelow(0) ? REVERSED : UNDECIDED;
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
            case UNDECIDED -> "undecided";
            case NOT_RUN -> "missing";
        };
    }

    /** In the style sheet. */
    public String cssClass() {
        return "verdict " + label.replace(' ', '-');
    }
}
