package panamoe.trainer.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import panamoe.trainer.report.MethodNames;

/** The learners that are compared. All use the same number of parameters for a token. */
public enum Method {
    /** A dense model per task. */
    SINGLE_TASK(MethodNames.SINGLE_TASK),
    /** One dense model for all tasks, with a head per task. */
    DENSE_MTL(MethodNames.DENSE_MTL),
    /** Experts for all tasks behind one gate, with a head per task. */
    SHARED_GATE_MOE(MethodNames.SHARED_GATE_MOE),
    /** Experts for all tasks behind a gate per task, with a head per task (Gupta et al. 2022). */
    TASK_GATE_MOE(MethodNames.TASK_GATE_MOE);

    private final String label;

    Method(String label) {
        this.label = label;
    }

    /** The name in reports and on the command line. */
    public String label() {
        return label;
    }

    /** True if the feed-forward blocks are experts behind gates. */
    public boolean isSparse() {
        return this == SHARED_GATE_MOE || this == TASK_GATE_MOE;
    }

    /** The method of that name. @throws IllegalArgumentException if there is none; the message lists all */
    public static Method of(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown method \"" + label + "\": expected one of "
                        + Arrays.stream(values()).map(Method::label).collect(Collectors.joining(", "))));
    }

    /** The {@link #label}. */
    @Override
    public String toString() {
        return label;
    }
}
