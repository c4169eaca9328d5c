package panamoe.tornado;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How matrix products are computed. */
enum Products {
    /** One element of the result per item. */
    PLAIN("plain"),
    /** Tiles of 64 x 64 elements, each by a group of items. */
    TILED("tiled"),
    /** Dense products by cuBLAS, in the requested precision. Grouped products are tiled, in FP32. */
    CUBLAS("cublas");

    private final String label;

    Products(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /**
     * The constant with this label.
     *
     * @throws IllegalArgumentException in one line, if there is none
     */
    static Products of(String label) {
        return Arrays.stream(values())
                .filter(p -> p.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("-D" + CudaFeatures.PRODUCTS_PROPERTY + "=" + label
                        + ": expected one of "
                        + Arrays.stream(values()).map(p -> p.label).collect(Collectors.joining(", "))));
    }
}
