package panamoe.trainer.encoder.minilm;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.tensor.Shape;
import panamoe.trainer.encoder.Weight;

/**
 * Reads the weights of an ONNX file and the inputs of its MatMul nodes; the rest of the graph is skipped. The file is one protobuf
 * message, which protobuf's reader of the wire format parses without generated code.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto, for the field numbers</a>
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the protobuf wire format</a>
 */
public final class OnnxReader {

    /**
     * The wire type of messages, strings and raw data; the wire type of integers is 0. A tag is
     * {@code field number << 3 | wire type}.
     */
    private static final int BYTES = 2;

    private static final int FLOAT = 1; // TensorProto.DataType

    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Map<String, String> matMulInputs = new LinkedHashMap<>();

    private OnnxReader() {}

    /**
     * The content of an ONNX file.
     *
     * @param weights the fp32 initialisers by name
     * @param matMulInputs for each MatMul node, the name of its right-hand input, which may be a weight
     */
    record Model(Map<String, Weight> weights, Map<String, String> matMulInputs) {}

    /**
     * Reads a whole ONNX file.
     *
     * @throws IOException if the bytes are truncated, are not a protobuf message or hold no graph
     */
    public static Model read(byte[] file) throws IOException {
        OnnxReader reader = new OnnxReader();
        boolean graphSeen = false;
        CodedInputStream model = message(ByteBuffer.wrap(file));
        for (int tag = model.readTag(); tag != 0; tag = model.readTag()) {
            if (tag == (7 << 3 | BYTES)) {
                reader.readGraph(message(model.readByteBuffer()));
                graphSeen = true;
            } else {
                model.skipField(tag);
            }
        }
        if (!graphSeen) {
            throw new IOException("no graph in an ONNX file of " + file.length + " bytes: expected an ONNX model");
        }
        return new Model(reader.weights, reader.matMulInputs);
    }

    private void readGraph(CodedInputStream graph) throws IOException {
        for (int tag = graph.readTag(); tag != 0; tag = graph.readTag()) {
            switch (tag) {
                case 1 << 3 | BYTES -> readNode(message(graph.readByteBuffer()));
                case 5 << 3 | BYTES -> readInitializer(message(graph.readByteBuffer()));
                default -> graph.skipField(tag);
            }
        }
    }

    private void readNode(CodedInputStream node) throws IOException {
        List<String> inputs = new ArrayList<>();
        String name = "";
        String operator = "";
        for (int tag = node.readTag(); tag != 0; tag = node.readTag()) {
            switch (tag) {
                case 1 << 3 | BYTES -> inputs.add(node.readString());
                case 3 << 3 | BYTES -> name = node.readString();
                case 4 << 3 | BYTES -> operator = node.readString();
                default -> node.skipField(tag);
            }
        }
        if (operator.equals("MatMul")) {
            if (inputs.size() != 2) {
                throw new IOException("MatMul node '" + name + "' has " + inputs.size() + " inputs, expected 2");
            }
            matMulInputs.put(name, inputs.get(1));
        }
    }

    private void readInitializer(CodedInputStream tensor) throws IOException {
        List<Long> sizes = new ArrayList<>();
        long dataType = 0;
        String name = "";
        ByteBuffer data = ByteBuffer.allocate(0);
        for (int tag = tensor.readTag(); tag != 0; tag = tensor.readTag()) {
            switch (tag) {
                case 1 << 3 -> sizes.add(tensor.readInt64());
                case 2 << 3 -> dataType = tensor.readInt64();
                case 8 << 3 | BYTES -> name = tensor.readString();
                case 9 << 3 | BYTES -> data = tensor.readByteBuffer();
                default -> tensor.skipField(tag);
            }
        }
        if (dataType == FLOAT) { // other types are index tables, such as the position ids
            weights.put(name, weight(name, sizes, data));
        }
    }

    private static Weight weight(String name, List<Long> sizes, ByteBuffer data) throws IOException {
        long elements = 1;
        for (long size : sizes) {
            if (size < 0 || size > Integer.MAX_VALUE || elements * size > Integer.MAX_VALUE) {
                throw new IOException("initialiser '" + name + "' has the impossible shape " + sizes);
            }
            elements *= size;
        }
        if (data.remaining() != elements * Float.BYTES) {
            throw new IOException("initialiser '" + name + "' of shape " + sizes + " has " + data.remaining()
                    + " bytes of raw data, expected " + elements * Float.BYTES);
        }
        Shape shape = Shape.of(sizes.stream().mapToInt(Long::intValue).toArray());
        float[] values = new float[(int) elements];
        data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Weight(shape, values);
    }

    /** A reader of the fields of a message; it shares the bytes. */
    private static CodedInputStream message(ByteBuffer bytes) {
        CodedInputStream message = CodedInputStream.newInstance(bytes);
        message.enableAliasing(true);
        return message;
    }
}
