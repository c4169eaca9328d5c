package panamoe.tensor;

/**
 * The elements of an integer tensor in host memory, for {@link IndexChecks}.
 *
 * @param array holds the elements
 * @param offset the index of the first element in the array
 * @param size the number of elements
 */
public record HostInts(int[] array, int offset, int size) {

    int get(int i) {
        return array[offset + i];
    }
}
