package panamoe.tensor;

/**
 * The memory behind one or more tensors. Each backend has its own kind ({@link Backend#allocate}), and only that
 * backend reads or writes it.
 */
public interface Storage {

    /** The type of every element. */
    DType dtype();

    /** The number of elements. */
    int length();
}
