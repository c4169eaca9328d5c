package panamoe.trainer.encoder.minilm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Shape;

/** Reads models that the test encodes byte by byte, by the documentation of the wire format. */
class OnnxReaderTest {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    @Test
    void readsInitialisersAndMatMulNodes() throws IOException {
        OnnxReader.Model model = OnnxReader.read(model(
                field(5, tensor("w", FLOAT, floats(1, 2, 3, 4, 5, -6.5f), 2, 3)),
                field(5, tensor("positions", INT64, new byte[16], 2)),
                field(1, node("/layer/MatMul", "MatMul", "x", "w")),
                field(1, node("/layer/Add", "Add", "bias", "y"))));

        assertThat(model.weights()).containsOnlyKeys("w");
        assertThat(model.weights().get("w").shape()).isEqualTo(Shape.of(2, 3));
        assertThat(model.weights().get("w").values()).containsExactly(1, 2, 3, 4, 5, -6.5f);
        assertThat(model.matMulInputs()).hasSize(1).containsEntry("/layer/MatMul", "w");
    }

    @Test
    void refusesEveryTruncatedFile() throws IOException {
        byte[] file = model(
                field(5, tensor("w", FLOAT, floats(1, 2, 3), 3)), field(1, node("/layer/MatMul", "MatMul", "x", "w")));
        OnnxReader.read(file);
        for (int length = 0; length < file.length; length++) {
            byte[] start = Arrays.copyOf(file, length);
            assertThatIOException()
                    .as("the first %d of %d bytes", length, file.length)
                    .isThrownBy(() -> OnnxReader.read(start))
                    .withMessageMatching(".*(ended unexpectedly|no graph).*");
        }
    }

    @Test
    void refusesAWrongAmountOfData() {
        assertThatIOException()
                .isThrownBy(() -> OnnxReader.read(model(field(5, tensor("w", FLOAT, floats(1, 2, 3), 2, 2)))))
                .withMessageContaining("'w' of shape [2, 2] has 12 bytes of raw data, expected 16");
    }

    @Test
    void refusesAnImpossibleShape() {
        assertThatIOException()
                .isThrownBy(() -> OnnxReader.read(model(field(5, tensor("w", FLOAT, floats(1), 1 << 30, 1 << 30)))))
                .withMessageContaining("impossible shape");
    }

    @Test
    void refusesOtherFiles() {
        assertThatIOException()
                .as("a graph that is an integer")
                .isThrownBy(() -> OnnxReader.read(new byte[] {7 << 3, 1}))
                .withMessageContaining("no graph in an ONNX file of 2 bytes");
        assertThatIOException()
                .as("the end of a group")
                .isThrownBy(() -> OnnxReader.read(new byte[] {2 << 3 | 4}))
                .withMessageContaining("end-group tag did not match");
        assertThatIOException()
                .isThrownBy(() -> OnnxReader.read("plain text".getBytes(UTF_8)))
                .withMessageContaining("ended unexpectedly");
    }

    @Test
    void refusesAnEndlessVarint() {
        byte[] file = new byte[12];
        Arrays.fill(file, (byte) 0xFF);
        assertThatIOException().isThrownBy(() -> OnnxReader.read(file)).withMessageContaining("malformed varint");
    }

    private static byte[] model(byte[]... graphFields) {
        return concat(varintField(1, 6), field(7, concat(graphFields)));
    }

    private static byte[] node(String name, String operator, String... inputs) {
        byte[] bytes = {};
        for (String input : inputs) {
            bytes = concat(bytes, field(1, input.getBytes(UTF_8)));
        }
        return concat(
                bytes,
                field(2, "output".getBytes(UTF_8)),
                field(3, name.getBytes(UTF_8)),
                field(4, operator.getBytes(UTF_8)));
    }

    private static byte[] tensor(String name, int dataType, byte[] data, int... shape) {
        byte[] bytes = {};
        for (int size : shape) {
            bytes = concat(bytes, varintField(1, size));
        }
        return concat(bytes, varintField(2, dataType), field(8, name.getBytes(UTF_8)), field(9, data));
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] varintField(int number, long value) {
        return concat(varint((long) number << 3), varint(value));
    }

    private static byte[] field(int number, byte[] value) {
        return concat(varint((long) number << 3 | 2), varint(value.length), value);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >= 128) {
            out.write((int) (rest % 128 + 128));
            rest /= 128;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
