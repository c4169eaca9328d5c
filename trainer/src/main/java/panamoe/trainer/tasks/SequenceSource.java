package panamoe.trainer.tasks;

/** The features of the examples, as the part of a model that is trained takes them. */
public interface SequenceSource {

    /** Features per row. */
    int width();

    /** One example's rows, {@code float[rows * width]}; not to be modified. */
    float[] rows(int task, Split split, int example);

    /** The token number behind each of an example's rows, -1 where there is none; not to be modified. */
    int[] tokens(int task, Split split, int example);

    /** Announces examples that are asked for next, so that a source which computes their rows can do it at once. */
    default void prepare(int task, Split split, int[] examples) {}
}
