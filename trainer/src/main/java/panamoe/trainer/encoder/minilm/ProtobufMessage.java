package panamoe.trainer.encoder.minilm;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks over the fields of one protobuf message in the order of the file. After {@link #next} exactly one of
 * {@link #varint}, {@link #bytes} and {@link #skip} takes the field's value.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the protobuf wire format</a>
 */
final class ProtobufMessage {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer buffer;
    private int field;
    private int wireType;

    /** A message that takes all that remains in the buffer. */
    ProtobufMessage(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Reads the next field's key; false at the end of the message. */
    boolean next() throws IOException {
        if (!buffer.hasRemaining()) {
            return false;
        }
        long key = readVarint();
        field = (int) (key >>> 3);
        wireType = (int) (key & 7);
        return true;
    }

    /** The number of the current field. */
    int field() {
        return field;
    }

    /** The current field's integer. */
    long varint() throws IOException {
        require(VARINT);
        return readVarint();
    }

    /** The current field's bytes: a string, raw data or a nested message. The buffer is shared, not copied. */
    ByteBuffer bytes() throws IOException {
        require(LENGTH_DELIMITED);
        int length = available(readVarint());
        ByteBuffer value = buffer.duplicate().limit(buffer.position() + length);
        buffer.position(buffer.position() + length);
        return value;
    }

    /** Passes over the current field's value. */
    void skip() throws IOException {
        switch (wireType) {
            case VARINT -> readVarint();
            case FIXED64 -> buffer.position(buffer.position() + available(Long.BYTES));
            case LENGTH_DELIMITED -> bytes();
            case FIXED32 -> buffer.position(buffer.position() + available(Integer.BYTES));
            default -> throw new IOException(at() + "wire type " + wireType + " of field " + field + " is not known");
        }
    }

    private long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            available(1);
            byte group = buffer.get();
            value |= (group & 0x7FL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new IOException(at() + "a varint of more than 10 bytes");
    }

    private int available(long bytes) throws IOException {
        if (bytes < 0 || bytes > buffer.remaining()) {
            throw new IOException(at() + "truncated: " + Long.toUnsignedString(bytes) + " bytes are announced and "
                    + buffer.remaining() + " are left");
        }
        return (int) bytes;
    }

    private void require(int expected) throws IOException {
        if (wireType != expected) {
            throw new IOException(at() + "field " + field + " has wire type " + wireType + ", expected " + expected);
        }
    }

    private String at() {
        return "protobuf message at byte " + buffer.position() + ": ";
    }
}
