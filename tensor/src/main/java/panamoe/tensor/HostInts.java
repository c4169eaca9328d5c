package panamoe.tensor;

/**
 * The elements of an integer tensor where the host can look at them, for {@link IndexChecks}.
 *
 * @param array holds them
 * @param offset of the first
 * @param size how many there are
 */
public record HostInts(int[] array, int offset, int size) {

    /** The elements of a tensor on the heap; null if it lies elsewhere, which the kernel refuses or looks up itself. */
    public static HostInts of(Tensor t) {
        return t.storage() instanceof HeapStorage.Ints ints ? new HostInts(ints.array(), t.offset(), t.size()) : null;
    }

    int get(int i) {
        return array[offset + i];
    }
}
