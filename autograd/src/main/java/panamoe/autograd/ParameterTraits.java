package panamoe.autograd;

/**
 * The traits of a parameter that training goes by. They are fixed when it is registered.
 *
 * @param role the part that it plays in its model
 * @param trained false: it is never trained, and has no gradient and no optimiser state
 * @param stacked the outermost axis lists independent entries, one per task, that are trained and kept apart
 * @param decayed weight decay applies to it: true for matrices, false for biases, norms and what tells tasks apart
 */
public record ParameterTraits(ParameterRole role, boolean trained, boolean stacked, boolean decayed) {

    /** Trained and decayed as a whole, in no special role. */
    public static final ParameterTraits DEFAULT = new ParameterTraits(ParameterRole.TRUNK, true, false, true);

    /** The same but one entry per task. */
    ParameterTraits asStacked() {
        return new ParameterTraits(role, trained, true, decayed);
    }

    /** The same but never trained. */
    ParameterTraits asFrozen() {
        return new ParameterTraits(role, false, stacked, decayed);
    }
}
