package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/**
 * {@code gelu(x + bias)} with a bias per segment of rows; rows outside all segments are padding: their outputs are 0 and
 * their inputs are not read.
 */
final class BiasGelu {

    /** The minimum rows of a chunk in the backward, because each chunk writes d sums that are read once more. */
    private static final int ROWS = 64;

    private final Engine engine;
    private final int rows;
    private final int d;
    private final float[] x;
    private final float[] bias;
    private final int xo;
    private final int bo;
    private final int[] begin;
    private final int at;
    private final int segments;

    /** x {@code [n, d]}, bias {@code [S, d]}; segment s is {@code begin[at + s] <= row < begin[at + s + 1]}. */
    BiasGelu(Engine engine, Tensor x, Tensor bias, int[] begin, int at, int segments) {
        this.engine = engine;
        this.rows = x.shape().rows();
        this.d = x.shape().columns();
        this.x = floats(x);
        this.bias = floats(bias);
        this.xo = x.offset();
        this.bo = bias.offset();
        this.begin = begin;
        this.at = at;
        this.segments = segments;
    }

    void forward(Tensor y) {
        float[] ys = floats(y);
        int yo = y.offset();
        KernelSet k = engine.kernels();
        engine.rows(rows, d, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                int s = Segments.containing(begin, at, segments, row);
                int to = yo + row * d;
                if (s < 0 || s == segments) {
                    Arrays.fill(ys, to, to + d, 0);
                } else {
                    k.biasGelu(x, xo + row * d, bias, bo + s * d, ys, to, d);
                }
            }
        });
    }

    /** {@code gx[n, d]}, {@code gbias[S, d]}. */
    void backward(Tensor gy, Tensor gx, Tensor gbias) {
        float[] gys = floats(gy);
        float[] gxs = floats(gx);
        float[] gbs = floats(gbias);
        int gyo = gy.offset();
        int gxo = gx.offset();
        int gbo = gbias.offset();
        int rowsPerChunk = Math.max(ROWS, Engine.rowsPerChunk(d));
        // as rows ascend, neither chunk nor segment descends, so chunk + segment is a different number for each pair
        // that has rows
        float[] partial = engine.scratch().take((Engine.chunks(rows, rowsPerChunk) + segments) * d);
        KernelSet k = engine.kernels();
        engine.ranges(rows, rowsPerChunk, (from, count) -> {
            int current = -1;
            int po = 0;
            for (int row = from; row < from + count; row++) {
                int s = Segments.containing(begin, at, segments, row);
                int to = gxo + row * d;
                if (s < 0 || s == segments) {
                    Arrays.fill(gxs, to, to + d, 0);
                    continue;
                }
                if (s != current) {
                    current = s;
                    po = (from / rowsPerChunk + s) * d;
                    Arrays.fill(partial, po, po + d, 0);
                }
                k.biasGeluBackward(x, xo + row * d, bias, bo + s * d, gys, gyo + row * d, gxs, to, d);
                k.add(partial, po, gxs, to, partial, po, d);
            }
        });
        engine.parallel().run(segments, s -> {
            int to = gbo + s * d;
            Arrays.fill(gbs, to, to + d, 0);
            if (begin[at + s] < begin[at + s + 1]) {
                int last = (begin[at + s + 1] - 1) / rowsPerChunk;
                for (int chunk = begin[at + s] / rowsPerChunk; chunk <= last; chunk++) {
                    k.add(gbs, to, partial, (chunk + s) * d, gbs, to, d);
                }
            }
        });
        engine.scratch().give(partial);
    }
}
