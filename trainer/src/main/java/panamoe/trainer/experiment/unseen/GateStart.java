package panamoe.trainer.experiment.unseen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import panamoe.trainer.learner.Method;

/** Where the gate of an unseen task starts. */
public enum GateStart {
    /** A copy of a related seen task's gate. */
    @JsonProperty("related")
    RELATED,
    /** A copy of an unrelated seen task's gate. */
    @JsonProperty("wrong")
    WRONG,
    /** Drawn anew. */
    @JsonProperty("fresh")
    FRESH,
    /** The method has no gate of the task's own. */
    @JsonProperty("none")
    NONE;

    /** The starts that a method can tell apart, the one it is scored by first. */
    static List<GateStart> of(Method method) {
        return method.hasTaskGates() ? List.of(RELATED, WRONG, FRESH) : List.of(NONE);
    }

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
