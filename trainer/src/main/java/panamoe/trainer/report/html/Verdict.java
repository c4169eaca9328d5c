package panamoe.trainer.report.html;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.report.Estimate;

/** What a paired difference says about the claim that it is above 0. */
enum Verdict {
    SUPPORTED("supported"),
    REVERSED("reversed"),
    UNDECIDED("undecided"),
    NOT_RUN("not run");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** By the 95 % interval: all above 0, all below 0, or neither; without an interval nothing is decided. */
    static Verdict of(@Nullable Estimate difference) {
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

    String label() {
        return label;
    }

    /** The same for a pair about which nothing was claimed. */
    String sign() {
        return switch (this) {
            case SUPPORTED -> "above 0";
            case REVERSED -> "below 0";
            case UNDECIDED -> "undecided";
            case NOT_RUN -> "missing";
        };
    }

    String cssClass() {
        return "verdict " + label.replace(' ', '-');
    }
}
