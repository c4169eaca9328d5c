package panamoe.trainer.tasks;

import java.util.Locale;

/** The three parts of a task's examples. */
public enum Split {
    /** What models are trained on. */
    TRAIN,
    /** What settings may be chosen on. */
    DEV,
    /** What results are reported on, and nothing else. */
    TEST;

    /** The name in lower case, as the command line and reports write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
