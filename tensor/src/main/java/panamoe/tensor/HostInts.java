package panamoe.tensor;

/**
 * The elements of an integer tensor where the host can look at them, for {@link IndexChecks}.
 *
 * @param array holds them
 * @param offset of the first
 * @param size how many there are
 */
public record HostInts(int[] array, int offset, int size) {

    int get(int i) {
        return array[offset + i];
    }
}
