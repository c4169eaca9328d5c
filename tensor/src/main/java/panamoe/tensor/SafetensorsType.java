package panamoe.tensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types of {@link Safetensors} files, by the format's names, and how each is read. */
enum SafetensorsType {
    F64(64, Kind.FLOATING),
    F32(32, Kind.FLOATING),
    F16(16, Kind.FLOATING),
    BF16(16, Kind.FLOATING),
    I32(32, Kind.INTEGER),
    I64(64, Kind.NOT_READ),
    I16(16, Kind.NOT_READ),
    I8(8, Kind.NOT_READ),
    U64(64, Kind.NOT_READ),
    U32(32, Kind.NOT_READ),
    U16(16, Kind.NOT_READ),
    U8(8, Kind.NOT_READ),
    BOOL(8, Kind.NOT_READ),
    C64(64, Kind.NOT_READ),
    F8_E5M2(8, Kind.NOT_READ),
    F8_E4M3(8, Kind.NOT_READ),
    F8_E8M0(8, Kind.NOT_READ),
    F6_E3M2(6, Kind.NOT_READ),
    F6_E2M3(6, Kind.NOT_READ),
    F4(4, Kind.NOT_READ);

    /** How a tensor of the type is read. */
    enum Kind {
        /** It is read as the backend's floating type. */
        FLOATING,
        /** It is read as {@link DType#I32}. */
        INTEGER,
        /** It is not read, but a file may contain it. */
        NOT_READ
    }

    private final int bits;
    private final Kind kind;

    SafetensorsType(int bits, Kind kind) {
        this.bits = bits;
        this.kind = kind;
    }

    /**
     * The type of this name; empty for an unknown name, for example of a newer type. The size of its elements is then
     * unknown.
     */
    static Optional<SafetensorsType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** The names of the types that are read, for messages. */
    static String read() {
        return Arrays.stream(values())
                .filter(type -> type.kind != Kind.NOT_READ)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    Kind kind() {
        return kind;
    }

    /** The size of that many elements in bytes; elements of less than a byte are packed. */
    long bytes(long elements) {
        return Math.ceilDiv(elements * bits, 8L);
    }
}
