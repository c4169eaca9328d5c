package panamoe.trainer.common;

/** Something that the user can put right; the message is one line that says how. */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With that line, in the form of {@link MessageText#line}. */
    public UserError(String message) {
        super(MessageText.line(message));
    }
}
