package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.standin.Garbage;

/** The barrier and the local arrays that the items of a group share. */
final class WorkGroup {

    private final GroupBarrier barrier;
    private final List<Object> localArrays = new ArrayList<>();

    WorkGroup(int items) {
        this.barrier = new GroupBarrier(items);
    }

    GroupBarrier barrier() {
        return barrier;
    }

    /** The local array of that number. Its elements are undefined at first. */
    synchronized float[] floats(int number, int size) {
        if (number == localArrays.size()) {
            localArrays.add(Garbage.floats(size));
        }
        if (!(localArrays.get(number) instanceof float[] array) || array.length != size) {
            throw mismatch(number, "float[" + size + "]");
        }
        return array;
    }

    /** The local array of that number. Its elements are undefined at first. */
    synchronized int[] ints(int number, int size) {
        if (number == localArrays.size()) {
            localArrays.add(Garbage.ints(size));
        }
        if (!(localArrays.get(number) instanceof int[] array) || array.length != size) {
            throw mismatch(number, "int[" + size + "]");
        }
        return array;
    }

    private static IllegalStateException mismatch(int number, String wanted) {
        return new IllegalStateException("local array " + number + " of the group is not the " + wanted
                + " that an item asks for: all items must allocate the same arrays in the same order");
    }
}
