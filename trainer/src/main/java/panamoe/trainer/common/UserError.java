package panamoe.trainer.common;

/** An error that the user can correct. The message is one line that says how. */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** An error with a message, which {@link MessageText#line} makes one line. */
    public UserError(String message) {
        super(MessageText.line(message));
    }
}
