package panamoe.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The free buffers of one {@link Workspace} and type, by length. The table keeps every length it has seen, and the
 * buffers of a length form a linked list. Thus {@link #take} and {@link #add} allocate nothing once all lengths are
 * known.
 */
final class FreeBuffers {

    private int[] lengths = new int[16];
    private Workspace.@Nullable Buffer[] last = new Workspace.Buffer[16];
    private int count;

    /**
     * Removes the shortest free buffer of {@code least..most} elements, of several the one added last; null if there is
     * none.
     */
    Workspace.@Nullable Buffer take(int least, long most) {
        int at = Arrays.binarySearch(lengths, 0, count, least);
        for (int i = at < 0 ? -at - 1 : at; i < count && lengths[i] <= most; i++) {
            Workspace.Buffer buffer = last[i];
            if (buffer != null) {
                last[i] = buffer.before;
                buffer.before = null;
                return buffer;
            }
        }
        return null;
    }

    /** Adds a buffer of that length. */
    void add(Workspace.Buffer buffer, int length) {
        int at = Arrays.binarySearch(lengths, 0, count, length);
        if (at < 0) {
            at = -at - 1;
            insert(at, length);
        }
        buffer.before = last[at];
        last[at] = buffer;
    }

    private void insert(int at, int length) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * count);
            last = Arrays.copyOf(last, 2 * count);
        }
        System.arraycopy(lengths, at, lengths, at + 1, count - at);
        System.arraycopy(last, at, last, at + 1, count - at);
        lengths[at] = length;
        last[at] = null;
        count++;
    }

    /** Forgets all buffers. */
    void clear() {
        Arrays.fill(last, 0, count, null);
    }
}
