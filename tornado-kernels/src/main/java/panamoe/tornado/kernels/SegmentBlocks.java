package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Divides the rows of each segment into blocks of at most {@code size} rows, for device code. The first block of
 * segment s has the number {@code offsets[s] / size + s}. This leaves room for the blocks of all segments before, empty
 * segments included, so some numbers have no block. A binary search finds the segment of a block, without a list of
 * blocks.
 */
public final class SegmentBlocks {

    private SegmentBlocks() {}

    /** An upper bound, exclusive, of all block numbers. */
    public static int count(int rows, int segments, int size) {
        return rows / size + segments;
    }

    /** The number of a segment's first block. */
    static int first(IntArray offsets, int offset, int segment, int size) {
        return offsets.get(offset + segment) / size + segment;
    }

    /** The segment of a block number, or -1 if the number lies before all segments. */
    static int segment(IntArray offsets, int offset, int segments, int size, int block) {
        int low = 0;
        int high = segments;
        // binary search for the number of segments whose first block is at most this one
        while (low < high) {
            int middle = (low + high) / 2;
            if (first(offsets, offset, middle, size) <= block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The first row of a segment; 0 for segment -1. */
    static int begin(IntArray offsets, int offset, int segment) {
        int row = 0;
        if (segment >= 0) {
            row = offsets.get(offset + segment);
        }
        return row;
    }

    /** The row after a segment's last; 0 for segment -1. */
    static int end(IntArray offsets, int offset, int segment) {
        int row = 0;
        if (segment >= 0) {
            row = offsets.get(offset + segment + 1);
        }
        return row;
    }

    /** The first row of a block; at or after {@link #end} if no block has this number. */
    static int row(IntArray offsets, int offset, int segment, int size, int block) {
        int row = 0;
        if (segment >= 0) {
            row = offsets.get(offset + segment) + (block - first(offsets, offset, segment, size)) * size;
        }
        return row;
    }

    /** Sets the rows outside all segments to 0, {@code columns} elements each; {@code y[n, stride]}. */
    static void clearOutside(
            KernelContext context,
            IntArray offsets,
            int offset,
            int segments,
            int n,
            FloatArray y,
            int yo,
            int columns,
            int stride) {
        int before = offsets.get(offset) * columns;
        int behind = offsets.get(offset + segments) * columns;
        for (int i = context.globalIdx; i < before; i += context.globalGroupSizeX) {
            y.set(yo + i / columns * stride + i % columns, 0f);
        }
        for (int i = behind + context.globalIdx; i < n * columns; i += context.globalGroupSizeX) {
            y.set(yo + i / columns * stride + i % columns, 0f);
        }
    }
}
