package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.VectorMask;

/**
 * {@link MicroKernel} on vectors of the machine's full width only: on JDK 21, a second width in the same process would
 * make C2 box both. Tiles are two vectors wide and as high as the registers allow: 12 rows on 512-bit machines, which
 * have 32 registers, else 4.
 */
interface VectorTiles extends KernelSet {

    /** The rows of {@link ShortTiles}. */
    int SHORT = 4;

    /** The rows of {@link TallTiles}. */
    int TALL = 12;

    @Override
    default int tallRows() {
        return LANES >= 16 ? TALL : SHORT;
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
        return LANES;
    }

    @Override
    default int smallProduct() {
        return LANES >= 16 ? 20 << 10 : 8 << 10;
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
            float[] c,
            int co,
            int ldc) {
        boolean sideBySide = aRow == 1;
        boolean tall = rows == TALL;
        if (columns == LANES) {
            if (sideBySide && tall) {
                NarrowTiles.tallColumns(depth, a, ao, aStep, b, bo, bStep, c, co, ldc);
            } else if (sideBySide) {
                NarrowTiles.shortColumns(depth, a, ao, aStep, b, bo, bStep, c, co, ldc);
            } else if (tall) {
                NarrowTiles.tallRows(depth, a, ao, aRow, b, bo, bStep, c, co, ldc);
            } else {
                NarrowTiles.shortRows(depth, a, ao, aRow, b, bo, bStep, c, co, ldc);
            }
        } else if (aStep == 1 && aRow == ROW_DISTANCE && bStep == columns) {
            if (tall) {
                TallTiles.packedRows(depth, a, ao, b, bo, c, co, ldc);
            } else {
                ShortTiles.packedRows(depth, a, ao, b, bo, c, co, ldc);
            }
        } else if (sideBySide && aStep == rows && bStep == columns) {
            if (tall) {
                TallTiles.packedColumns(depth, a, ao, b, bo, c, co, ldc);
            } else {
                ShortTiles.packedColumns(depth, a, ao, b, bo, c, co, ldc);
            }
        } else if (sideBySide) {
            if (tall) {
                TallTiles.columns(depth, a, ao, aStep, b, bo, bStep, c, co, ldc);
            } else {
                ShortTiles.columns(depth, a, ao, aStep, b, bo, bStep, c, co, ldc);
            }
        } else if (tall) {
            TallTiles.rows(depth, a, ao, aRow, b, bo, bStep, c, co, ldc);
        } else {
            ShortTiles.rows(depth, a, ao, aRow, b, bo, bStep, c, co, ldc);
        }
    }

    @Override
    default void store(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc) {
        if (columns < 2 * LANES) {
            for (int j = 0; j < columns; j += LANES) {
                VectorMask<Float> inC = F.indexInRange(j, columns);
                for (int i = 0; i < rows; i++) {
                    fromArray(F, tile, width * i + j).mul(alpha).intoArray(c, co + i * ldc + j, inC);
                }
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
            for (int j = 0; j < columns; j += LANES) {
                VectorMask<Float> inC = F.indexInRange(j, columns);
                for (int i = 0; i < rows; i++) {
                    int at = co + i * ldc + j;
                    fromArray(F, tile, width * i + j)
                            .mul(alpha)
                            .add(fromArray(F, c, at, inC))
                            .intoArray(c, at, inC);
                }
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
