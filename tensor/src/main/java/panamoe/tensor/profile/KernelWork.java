package panamoe.tensor.profile;

import java.util.stream.IntStream;
import panamoe.tensor.Backend;
import panamoe.tensor.RowKernels;
import panamoe.tensor.Tensor;
import panamoe.tensor.TrainingKernels;

/**
 * The work of one call of a kernel, from its arguments.
 *
 * <p>Operations are counted for products and attention only, a multiplication and an addition each. A product of {@code
 * [m, k]} and {@code [k, n]} has {@code 2 m k n}; attention has two products of this kind per sequence and head, and its
 * gradient five, because it computes the scores again.
 *
 * <p>Every tensor argument counts once with all its elements: an input is read, an output is written. There are these
 * exceptions. A tensor that is read and written counts twice. A gather reads no more elements than it writes. Grouped
 * products read only the rows of the groups, and only the weights of groups with rows. AdamW touches only the parameters of active
 * segments. Whether the bytes come from memory or from a cache is not known.
 *
 * @param flops operations, 0 if they are not counted
 * @param bytes bytes that are read or written
 */
public record KernelWork(long flops, long bytes) {

    /** AdamW reads the parameter, the gradient and two moments, and writes all but the gradient. */
    private static final int ADAM_W_TENSORS = 7;

    private static final int PRODUCTS_OF_ATTENTION = 2;
    private static final int PRODUCTS_OF_ITS_GRADIENT = 5;

    /**
     * The work of a call that has returned.
     *
     * @param kernel the name of the kernel's method
     * @param arguments the arguments of the call
     * @param backend the backend that computed it; offsets and settings are read from it
     */
    static KernelWork of(String kernel, Object[] arguments, Backend backend) {
        return switch (kernel) {
            case "gemm" -> gemm(arguments);
            case "groupedGemm" -> groupedGemm(arguments, backend);
            case "groupedGemmWeightGradient" -> groupedGemmWeightGradient(arguments, backend);
            case "attention" -> attention(arguments, backend);
            case "attentionBackward" -> attentionBackward(arguments, backend);
            case "gatherRows", "gatherColumns" -> gather(arguments);
            case "axpy" -> new KernelWork(0, bytes(arguments) + bytes(tensor(arguments, 2)));
            case "layerNormBackwardAdd" ->
                new KernelWork(
                        0,
                        bytes(arguments)
                                + bytes(((RowKernels.LayerNormGradients) arguments[arguments.length - 1]).x()));
            case "adamW" -> adamW(arguments, backend);
            default -> new KernelWork(0, bytes(arguments));
        };
    }

    /** {@code (alpha, a, transA, b, transB, beta, c)} or {@code (a, transA, b, transB, c)}. */
    private static KernelWork gemm(Object[] arguments) {
        boolean scaled = arguments.length == 7;
        int first = scaled ? 1 : 0;
        Tensor a = tensor(arguments, first);
        Tensor c = tensor(arguments, arguments.length - 1);
        boolean reads = scaled && (double) arguments[5] != 0;
        // the sizes of a are m k in either order
        long flops = 2L * a.size() * c.shape().columns();
        return new KernelWork(flops, bytes(arguments) + (reads ? bytes(c) : 0));
    }

    /** {@code (x, w, transW, offsets, y)}. */
    private static KernelWork groupedGemm(Object[] arguments, Backend backend) {
        Tensor x = tensor(arguments, 0);
        Tensor w = tensor(arguments, 1);
        Tensor offsets = tensor(arguments, 3);
        Tensor y = tensor(arguments, 4);
        int[] begins = backend.readInts(offsets);
        long rows = begins[begins.length - 1] - begins[0];
        int d = x.shape().columns();
        long weights = filled(begins) * d * y.shape().columns();
        return new KernelWork(
                2 * rows * d * y.shape().columns(),
                (rows * d + weights) * w.dtype().bytes() + bytes(offsets) + bytes(y));
    }

    /** {@code (x, gy, offsets, gw)}. */
    private static KernelWork groupedGemmWeightGradient(Object[] arguments, Backend backend) {
        Tensor x = tensor(arguments, 0);
        Tensor gy = tensor(arguments, 1);
        Tensor offsets = tensor(arguments, 2);
        Tensor gw = tensor(arguments, 3);
        int[] begins = backend.readInts(offsets);
        long rows = begins[begins.length - 1] - begins[0];
        int d = x.shape().columns();
        int h = gy.shape().columns();
        return new KernelWork(2 * rows * d * h, rows * (d + h) * x.dtype().bytes() + bytes(offsets) + bytes(gw));
    }

    /** The number of groups with rows. */
    private static long filled(int[] offsets) {
        return IntStream.range(1, offsets.length)
                .filter(group -> offsets[group] > offsets[group - 1])
                .count();
    }

    /** {@code (qkv, offsets, heads, y, normalizers)}. */
    private static KernelWork attention(Object[] arguments, Backend backend) {
        return attention(PRODUCTS_OF_ATTENTION, tensor(arguments, 1), tensor(arguments, 3), arguments, backend);
    }

    /** {@code (qkv, normalizers, gy, offsets, heads, gqkv)}. */
    private static KernelWork attentionBackward(Object[] arguments, Backend backend) {
        return attention(PRODUCTS_OF_ITS_GRADIENT, tensor(arguments, 3), tensor(arguments, 2), arguments, backend);
    }

    /** A product of the queries of all heads with the keys has {@code 2 d} operations per pair of rows of a sequence. */
    private static KernelWork attention(int products, Tensor offsets, Tensor y, Object[] arguments, Backend backend) {
        int[] begins = backend.readInts(offsets);
        long pairs = 0;
        for (int s = 1; s < begins.length; s++) {
            long rows = begins[s] - begins[s - 1];
            pairs += rows * rows;
        }
        return new KernelWork(2L * products * pairs * y.shape().columns(), bytes(arguments));
    }

    /** {@code (x, index, y)}. */
    private static KernelWork gather(Object[] arguments) {
        Tensor x = tensor(arguments, 0);
        Tensor y = tensor(arguments, 2);
        return new KernelWork(0, Math.min(bytes(x), bytes(y)) + bytes(tensor(arguments, 1)) + bytes(y));
    }

    /** {@code (flat, segments, clip, beta1, beta2, eps)}. */
    private static KernelWork adamW(Object[] arguments, Backend backend) {
        TrainingKernels.AdamWBuffers flat = (TrainingKernels.AdamWBuffers) arguments[0];
        TrainingKernels.AdamWSegments segments = (TrainingKernels.AdamWSegments) arguments[1];
        int[] begins = backend.readInts(segments.begins());
        double[] settings = backend.readDoubles(segments.settings());
        int columns = segments.settings().shape().columns();
        long active = 0;
        for (int s = 0; s + 1 < begins.length; s++) {
            active += settings[s * columns] != 0 ? begins[s + 1] - begins[s] : 0;
        }
        return new KernelWork(
                0, ADAM_W_TENSORS * active * flat.parameters().dtype().bytes());
    }

    private static Tensor tensor(Object[] arguments, int at) {
        return (Tensor) arguments[at];
    }

    /** The bytes of all tensors of a call, of which some are in records. */
    private static long bytes(Object[] arguments) {
        long sum = 0;
        for (Object argument : arguments) {
            sum += switch (argument) {
                case Tensor tensor -> bytes(tensor);
                case RowKernels.LayerNormResult out -> bytes(out.y()) + bytes(out.mean()) + bytes(out.rstd());
                case RowKernels.LayerNormGradients out -> bytes(out.x()) + bytes(out.gamma()) + bytes(out.beta());
                default -> 0;
            };
        }
        return sum;
    }

    private static long bytes(Tensor tensor) {
        return (long) tensor.size() * tensor.dtype().bytes();
    }
}
