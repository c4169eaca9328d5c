package panamoe.trainer.experiment.unseen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

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

    /** The name in results.json. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
