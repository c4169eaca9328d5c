package panamoe.trainer.experiment.exhibit;

/** The subject of a curve or row. A report draws it with the same colour and marker in every picture. */
public sealed interface Series {

    /** Its name in legends and labels. */
    String label();

    /** A method. */
    record OfMethod(String label) implements Series {}

    /** A difference {@code "a - b"}. */
    record OfPair(String label) implements Series {}

    /**
     * One of several variants of a method.
     *
     * @param number index of the variant, counted from 0, which decides its marker and dashes
     */
    record OfVariant(String method, String label, int number) implements Series {}
}
