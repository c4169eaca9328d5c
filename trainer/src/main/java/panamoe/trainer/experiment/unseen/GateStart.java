package panamoe.trainer.experiment.unseen;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import panamoe.trainer.learner.Method;

/** The initial values of an unseen task's gates. */
public enum GateStart {
    /** A copy of the gates of the seen task that the suite names as related. */
    @JsonProperty("related")
    RELATED,
    /** A copy of the gates of an unrelated seen task. */
    @JsonProperty("wrong")
    WRONG,
    /** The values that the base model has for the task. */
    @JsonProperty("fresh")
    FRESH,
    /**
     * A copy of the gates of the most similar seen task, by the task's description and its shots. If no seen task is similar enough, as
     * {@link #FRESH}.
     */
    @JsonProperty("auto")
    AUTO,
    /** The mean of the gates of the seen tasks, weighted by their similarity. If none is similar enough, as {@link #FRESH}. */
    @JsonProperty("blend")
    BLEND,
    /** The method has no gate per task. */
    @JsonProperty("none")
    NONE;

    /** The gate starts that apply to a method. The first one gives its score. */
    static List<GateStart> of(Method method, UnseenSettings settings) {
        return method.hasTaskGates() ? settings.starts() : List.of(NONE);
    }

    /** True if the start depends on the shots. */
    boolean readsShots() {
        return this == AUTO || this == BLEND;
    }

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
