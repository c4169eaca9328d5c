package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Sums by a single item, for device code. */
final class Sums {

    /**
     * The number of terms that are summed before their sum is added to the total. If similar terms were added to a
     * large total one by one, all of them would be rounded in the same direction, and the errors would add up.
     */
    private static final int BLOCK = 32;

    private Sums() {}

    /** The sum of x at {@code from}, {@code from + step}, ... below {@code to}. */
    static float of(FloatArray x, int from, int to, int step) {
        return ofScaled(x, 1f, from, to, step);
    }

    /** The sum of {@code scale x} at {@code from}, {@code from + step}, ... below {@code to}. */
    static float ofScaled(FloatArray x, float scale, int from, int to, int step) {
        float total = 0f;
        float block = 0f;
        int terms = 0;
        for (int i = from; i < to; i += step) {
            block = block + scale * x.get(i);
            terms++;
            if (terms == BLOCK) {
                total = total + block;
                block = 0f;
                terms = 0;
            }
        }
        return total + block;
    }

    /** The sum of the squares of {@code scale (x - shift)} at {@code from}, {@code from + step}, ... below {@code to}. */
    static float ofSquares(FloatArray x, float shift, float scale, int from, int to, int step) {
        float total = 0f;
        float block = 0f;
        int terms = 0;
        for (int i = from; i < to; i += step) {
            float difference = scale * (x.get(i) - shift);
            block = block + difference * difference;
            terms++;
            if (terms == BLOCK) {
                total = total + block;
                block = 0f;
                terms = 0;
            }
        }
        return total + block;
    }

    /**
     * Computes two sums over the same elements: {@code sums[0]} of the squares of x, {@code sums[1]} of the squares of
     * {@code scale x}.
     */
    static void ofSquares(float[] sums, FloatArray x, float scale, int from, int to, int step) {
        float total = 0f;
        float scaledTotal = 0f;
        float block = 0f;
        float scaledBlock = 0f;
        int terms = 0;
        for (int i = from; i < to; i += step) {
            float value = x.get(i);
            float scaled = scale * value;
            block = block + value * value;
            scaledBlock = scaledBlock + scaled * scaled;
            terms++;
            if (terms == BLOCK) {
                total = total + block;
                scaledTotal = scaledTotal + scaledBlock;
                block = 0f;
                scaledBlock = 0f;
                terms = 0;
            }
        }
        sums[0] = total + block;
        sums[1] = scaledTotal + scaledBlock;
    }
}
