package panamoe.tensor.cpu;

import java.util.Optional;
import jdk.incubator.vector.VectorShape;

/** The part of {@link VectorGate} that uses the Vector API; loaded only if its module is present. */
final class VectorWidth {

    private VectorWidth() {}

    /** Why the preferred width does not suit the kernels; empty if it does. */
    static Optional<String> refusal() {
        int bits = VectorShape.preferredShape().vectorBitSize();
        return switch (bits) {
            case 128, 256, 512 -> Optional.empty();
            default -> Optional.of("vectors of " + bits + " bits, expected 128, 256 or 512; use the scalar backend");
        };
    }
}
