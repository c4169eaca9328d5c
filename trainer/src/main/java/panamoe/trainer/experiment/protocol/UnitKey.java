package panamoe.trainer.experiment.protocol;

import java.io.Serializable;
import java.util.Objects;

/**
 * Identifies a {@link Unit}.
 *
 * @param protocol name of the protocol, or {@code base-model}
 * @param method name of the method
 * @param variant distinguishes the units of one protocol, method and seed, for example {@code size 32}
 */
public record UnitKey(String protocol, String method, long seed, String variant) implements Serializable {

    /** @throws NullPointerException if a name is missing, as in a changed file */
    public UnitKey {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(variant, "variant");
    }

    /** The text of the key in progress messages. */
    @Override
    public String toString() {
        return protocol + ", " + method + ", seed " + seed + ", " + variant;
    }
}
