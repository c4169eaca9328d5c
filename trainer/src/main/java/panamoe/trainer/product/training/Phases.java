package panamoe.trainer.product.training;

/** Told how far the work beside the training steps is. */
@FunctionalInterface
public interface Phases {

    /** Nobody listens. */
    Phases NONE = (what, done, all) -> {};

    /**
     * Some of a phase is done.
     *
     * @param what the phase computes
     * @param done of {@code all} parts; 0 as the phase begins
     */
    void at(String what, int done, int all);
}
