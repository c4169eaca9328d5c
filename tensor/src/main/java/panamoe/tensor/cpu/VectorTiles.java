package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MicroKernel} on vectors: tiles are two vectors wide and as high as registers allow, 12 rows on 512-bit machines,
 * which have 32 registers, else 4.
 */
interface VectorTiles extends KernelSet {

    /** The rows of {@link ShortTiles}. */
    int SHORT = 4;

    /**
     * The vectors of narrow tiles: at 512 bit half as wide, since a product of a few columns, such as a gate's, would leave
     * most lanes empty.
     */
    VectorSpecies<Float> NARROW = LANES >= 8 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;

    /** Lanes of {@link #NARROW}. */
    int NARROW_LANES = NARROW.length();

    @Override
    default int tallRows() {
        return LANES >= 16 ? 12 : SHORT;
    }

    @Override
    default int shortRows() {
        return SHORT;
    }

    @Override
    default int wideColumns() {
        return 2 * LANES;
    }

    @Override
    default int narrowColumns() {
        return NARROW_LANES;
    }

    @Override
    default int smallProduct() {
        return LANES >= 16 ? 160 << 10 : 8 << 10;
    }

    @Override
    default void multiply(
            int rows,
            int columns,
            int depth,
            float[] a,
            int ao,
            int aRow,
            int aStep,
            float[] b,
            int bo,
            int bStep,
            float[] tile) {
        boolean wide = columns == 2 * LANES;
        if (rows != SHORT) {
            if (wide) {
                TallTiles.wide(depth, a, ao, aRow, aStep, b, bo, bStep, tile);
            } else {
                TallTiles.narrow(depth, a, ao, aRow, aStep, b, bo, bStep, tile);
            }
        } else if (!wide) {
            ShortTiles.narrow(depth, a, ao, aRow, aStep, b, bo, bStep, tile);
        } else if (aRow == 1 && aStep == SHORT && bStep == 2 * LANES) {
            ShortTiles.packed(depth, a, ao, b, bo, tile);
        } else {
            ShortTiles.wide(depth, a, ao, aRow, aStep, b, bo, bStep, tile);
        }
    }

    @Override
    default void store(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc) {
        if (columns < 2 * LANES) {
            for (int i = 0; i < rows; i++) {
                affine(alpha, tile, width * i, 0, c, co + i * ldc, columns);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            fromArray(F, tile, 2 * LANES * i).mul(alpha).intoArray(c, co + i * ldc);
            fromArray(F, tile, 2 * LANES * i + LANES).mul(alpha).intoArray(c, co + i * ldc + LANES);
        }
    }

    @Override
    default void accumulate(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc) {
        if (columns < 2 * LANES) {
            for (int i = 0; i < rows; i++) {
                axpy(alpha, tile, width * i, c, co + i * ldc, columns);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            fromArray(F, tile, 2 * LANES * i)
                    .mul(alpha)
                    .add(fromArray(F, c, at))
                    .intoArray(c, at);
            fromArray(F, tile, 2 * LANES * i + LANES)
                    .mul(alpha)
                    .add(fromArray(F, c, at + LANES))
                    .intoArray(c, at + LANES);
        }
    }
}
