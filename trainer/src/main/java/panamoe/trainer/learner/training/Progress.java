package panamoe.trainer.learner.training;

/** A listener that is called before each training step and can stop the run by an exception. */
@FunctionalInterface
public interface Progress {

    /** Does nothing. */
    Progress NONE = () -> {};

    /** Called before each step. @throws Stopped if the run must stop */
    void step();

    /** The user asked to stop. */
    final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Creates the exception; callers catch it and show no message. */
        public Stopped() {
            super("stopped");
        }
    }
}
