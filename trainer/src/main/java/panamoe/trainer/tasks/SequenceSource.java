package panamoe.trainer.tasks;

/** The input features of the examples for the trained part of a model. */
public interface SequenceSource {

    /** Features per row. */
    int width();

    /** The rows of one example, {@code float[rows * width]}, row-major; not to be modified. */
    float[] rows(int task, Split split, int example);

    /** The token id of each row of an example, -1 for a row without a token; not to be modified. */
    int[] tokens(int task, Split split, int example);

    /** Announces the examples that are read next, so that a source can compute their rows in one batch. */
    default void prepare(int task, Split split, int[] examples) {}
}
