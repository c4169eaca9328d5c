package panamoe.trainer.product.training;

/** Receives the progress of work other than training steps. */
@FunctionalInterface
public interface Phases {

    /** Ignores the progress. */
    Phases NONE = (what, done, all) -> {};

    /**
     * Receives the progress of a phase.
     *
     * @param what the name of the phase, in words for the user
     * @param done the number of finished parts; 0 at the start
     * @param all the number of all parts
     */
    void at(String what, int done, int all);
}
