package panamoe.tensor;

/**
 * The memory behind one or more tensors. Each backend makes its own kind ({@link Backend#allocate}) and is the only one
 * that looks inside; everybody else passes it on.
 */
public interface Storage {

    /** The type of every element. */
    DType dtype();

    /** The number of elements. */
    int length();
}
