package panamoe.trainer.experiment.exhibit;

/** Something that has a look of its own in every picture. */
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
     * @param number of the variant, from 0, which tells its look
     */
    record OfVariant(String method, String label, int number) implements Series {}
}
