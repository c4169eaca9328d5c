package panamoe.trainer.experiment.exhibit;

/**
 * A cell of a table, or a caption.
 *
 * @param isMethod true for the name of a method, which a report shows in the method's look
 */
public record TableCell(String text, boolean isMethod) {

    /** Plain text. */
    public static TableCell of(String text) {
        return new TableCell(text, false);
    }

    /** The name of a method. */
    public static TableCell ofMethod(String name) {
        return new TableCell(name, true);
    }
}
