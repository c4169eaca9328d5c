package panamoe.autograd.nn;

/** Layers as loops over numbers, written from their definitions. */
final class Naive {

    private Naive() {}

    /** {@code x[rows, in], w[in, out], b[out] -> [rows, out]}. */
    static double[] linear(double[] x, int rows, double[] w, double[] b) {
        int out = b.length;
        int in = w.length / out;
        double[] y = new double[rows * out];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                double sum = b[o];
                for (int i = 0; i < in; i++) {
                    sum += x[r * in + i] * w[i * out + o];
                }
                y[r * out + o] = sum;
            }
        }
        return y;
    }

    /** Columns {@code from..to-1} of {@code x[rows, columns]}. */
    static double[] columns(double[] x, int rows, int from, int to) {
        int columns = x.length / rows;
        double[] y = new double[rows * (to - from)];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, r * columns + from, y, r * (to - from), to - from);
        }
        return y;
    }

    /** Scaled dot-product attention for each row of each sequence, head by head; 0 in padding rows. */
    static double[] attention(double[] q, double[] k, double[] v, int rows, int width, int heads, int[] offsets) {
        double[] y = new double[rows * width];
        int size = width / heads;
        for (int s = 0; s + 1 < offsets.length; s++) {
            for (int i = offsets[s]; i < offsets[s + 1]; i++) {
                for (int h = 0; h < heads; h++) {
                    double total = 0;
                    for (int j = offsets[s]; j < offsets[s + 1]; j++) {
                        double score = 0;
                        for (int c = h * size; c < (h + 1) * size; c++) {
                            score += q[i * width + c] * k[j * width + c];
                        }
                        double weight = Math.exp(score / Math.sqrt(size));
                        total += weight;
                        for (int c = h * size; c < (h + 1) * size; c++) {
                            y[i * width + c] += weight * v[j * width + c];
                        }
                    }
                    for (int c = h * size; c < (h + 1) * size; c++) {
                        y[i * width + c] /= total;
                    }
                }
            }
        }
        return y;
    }
}
