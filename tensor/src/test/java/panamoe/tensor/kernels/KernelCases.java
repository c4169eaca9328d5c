package panamoe.tensor.kernels;

import java.util.List;
import java.util.stream.Stream;

/**
 * The cases of every kernel of the SPI: typical, scalar, broadcast, zero-size, vector-width tails, large enough to be
 * split over threads, skewed and empty segments, padding rows, indices of -1, the limits of floats. {@link
 * BrokenArgument} also breaks the arguments of the first case of a kernel one by one.
 */
public final class KernelCases {

    /** Lengths around the vector widths of 8 and 16 floats and their unrolled multiples. */
    static final int[] TAILS = {1, 7, 15, 16, 17, 31, 33, 65};

    /** A length that a backend splits over threads, with a tail. */
    static final int LARGE = 150_001;

    /** Created once, because the large cases take time. */
    private static final List<KernelCase> ALL = Stream.of(
                    ElementwiseCases.all(),
                    ReductionCases.all(),
                    RowCases.all(),
                    MatrixCases.all(),
                    SegmentCases.all(),
                    AttentionCases.all(),
                    IndexCases.all(),
                    TrainingCases.all(),
                    FusedCases.all(),
                    LimitCases.all())
            .flatMap(List::stream)
            .toList();

    private KernelCases() {}

    /** All cases. */
    public static List<KernelCase> all() {
        return ALL;
    }
}
