package panamoe.trainer.experiment.protocol;

/**
 * Names a piece of work that is done and kept as a whole.
 *
 * @param protocol the protocol's name, or {@code base-model}
 * @param method the method's name
 * @param variant tells units of one protocol, method and seed apart, for example {@code size 32}
 */
public record UnitKey(String protocol, String method, long seed, String variant) {

    /** For progress messages. */
    @Override
    public String toString() {
        return protocol + ", " + method + ", seed " + seed + ", " + variant;
    }
}
