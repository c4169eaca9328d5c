package panamoe.trainer.learner.training;

/** Told of every training step; stops a run by throwing. */
@FunctionalInterface
public interface Progress {

    /** Nobody listens. */
    Progress NONE = () -> {};

    /** A step is about to begin. @throws Stopped if it shall not */
    void step();

    /** The user asked to stop. */
    final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Without a message: nobody sees it. */
        public Stopped() {
            super("stopped");
        }
    }
}
