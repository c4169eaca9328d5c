package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/** {@code gelu(x + bias)} with a bias per segment of rows; rows outside all segments are spare: 0 and unread. */
final class BiasGelu {

    /** Columns that one chunk of the backward takes, so that it alone adds to their bias gradients. */
    private static final int COLUMNS = 128;

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
        int first = begin[at];
        int end = begin[at + segments];
        engine.fill(0, gxs, gxo, first * d);
        engine.fill(0, gxs, gxo + end * d, (rows - end) * d);
        KernelSet k = engine.kernels();
        int blocks = Engine.chunks(d, COLUMNS);
        engine.parallel().run(segments * blocks, job -> {
            int s = job / blocks;
            int column = job % blocks * COLUMNS;
            int n = Math.min(COLUMNS, d - column);
            int b = bo + s * d + column;
            int gb = gbo + s * d + column;
            Arrays.fill(gbs, gb, gb + n, 0);
            for (int row = begin[at + s]; row < begin[at + s + 1]; row++) {
                int i = row * d + column;
                k.biasGeluBackward(x, xo + i, bias, b, gys, gyo + i, gxs, gxo + i, gbs, gb, n);
            }
        });
    }
}
