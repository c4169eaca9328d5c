package panamoe.tensor.cpu;

import java.util.Arrays;

/** {@link PackLoops} as plain loops. */
interface ScalarPacking extends PackLoops {

    /** The depths of a block; its part of the panel stays in the cache while all lines are copied. */
    int BLOCK = 64;

    @Override
    default void interleave(
            float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to, float[] scratch) {
        for (int from = 0; from < depth; from += BLOCK) {
            PackLoops.interleave(x, xo, ld, lines, from, Math.min(depth, from + BLOCK), width, packed, to);
        }
    }

    @Override
    default void copyPanels(float[] x, int xo, int ld, int panels, int depth, int width, float[] packed, int to) {
        for (int p = 0; p < depth; p++) {
            for (int q = 0; q < panels; q++) {
                System.arraycopy(x, xo + p * ld + q * width, packed, to + (q * depth + p) * width, width);
            }
        }
    }

    @Override
    default void copyPart(float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(x, xo + p * ld, packed, to + p * width, lines);
            Arrays.fill(packed, to + p * width + lines, to + (p + 1) * width, 0);
        }
    }
}
