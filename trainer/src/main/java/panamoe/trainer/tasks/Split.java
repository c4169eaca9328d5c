package panamoe.trainer.tasks;

import java.util.Locale;

/** The three parts of a task's examples. */
public enum Split {
    /** The examples that models are trained on. */
    TRAIN,
    /** The examples on which settings may be chosen. */
    DEV,
    /** The examples on which results are reported; they serve no other purpose. */
    TEST;

    /** The name in lower case, as the command line and reports write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
