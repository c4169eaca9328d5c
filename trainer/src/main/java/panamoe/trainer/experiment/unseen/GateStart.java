package panamoe.trainer.experiment.unseen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import panamoe.trainer.learner.Method;

/** The initial values of an unseen task's gates. */
public enum GateStart {
    /** A copy of the gates of a related seen task. */
    @JsonProperty("related")
    RELATED,
    /** A copy of the gates of an unrelated seen task. */
    @JsonProperty("wrong")
    WRONG,
    /** The random initial values. */
    @JsonProperty("fresh")
    FRESH,
    /** The method has no gate per task. */
    @JsonProperty("none")
    NONE;

    /** The gate starts that apply to a method. The first one gives its score. */
    static List<GateStart> of(Method method) {
        return method.hasTaskGates() ? List.of(RELATED, WRONG, FRESH) : List.of(NONE);
    }

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
