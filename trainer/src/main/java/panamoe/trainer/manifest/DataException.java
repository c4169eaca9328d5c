package panamoe.trainer.manifest;

/** A manifest or a data file that is not as it must be; the message is one line that names the place and what to do. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With that line. */
    public DataException(String message) {
        super(message);
    }
}
