package panamoe.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The number of bits to which matrix products round their operands. All sums are in single precision. */
public enum Precision {
    /** 24 bits, the precision of the tensors. */
    FP32,
    /** 11 bits: NVIDIA's tensor cores multiply these many times faster. The range is that of FP32. */
    TF32;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The precision with this label.
     *
     * @throws IllegalArgumentException if there is none; one line
     */
    public static Precision of(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision " + label + ": expected "
                        + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(" or "))));
    }
}
