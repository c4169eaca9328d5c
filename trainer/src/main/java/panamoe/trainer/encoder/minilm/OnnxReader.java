package panamoe.trainer.encoder.minilm;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * Reads the weights of an ONNX file and which MatMul node uses which of them; the rest of the graph is skipped. The
 * file is one protobuf message, so a reader of the wire format is all that it takes.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto, for the field numbers</a>
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the protobuf wire format</a>
 */
public final class OnnxReader {

    private static final int FLOAT = 1; // TensorProto.DataType

    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Map<String, String> matMulInputs = new LinkedHashMap<>();

    private OnnxReader() {}

    /**
     * What was read.
     *
     * @param weights the fp32 initialisers by name
     * @param matMulInputs for each MatMul node, the name of its right-hand input, which may be a weight
     */
    record Model(Map<String, Weight> weights, Map<String, String> matMulInputs) {}

    /**
     * Reads a whole ONNX file.
     *
     * @throws IOException if the bytes end early, are no protobuf message or hold no graph
     */
    public static Model read(byte[] file) throws IOException {
        OnnxReader reader = new OnnxReader();
        boolean graphSeen = false;
        ProtobufMessage model = new ProtobufMessage(ByteBuffer.wrap(file));
        while (model.next()) {
            if (model.field() == 7) {
                reader.readGraph(new ProtobufMessage(model.bytes()));
                graphSeen = true;
            } else {
                model.skip();
            }
        }
        if (!graphSeen) {
            throw new IOException("no graph in an ONNX file of " + file.length + " bytes; is it another kind of file?");
        }
        return new Model(reader.weights, reader.matMulInputs);
    }

    private void readGraph(ProtobufMessage graph) throws IOException {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> readNode(new ProtobufMessage(graph.bytes()));
                case 5 -> readInitializer(new ProtobufMessage(graph.bytes()));
                default -> graph.skip();
            }
        }
    }

    private void readNode(ProtobufMessage node) throws IOException {
        List<String> inputs = new ArrayList<>();
        String name = "";
        String operator = "";
        while (node.next()) {
            switch (node.field()) {
                case 1 -> inputs.add(string(node));
                case 3 -> name = string(node);
                case 4 -> operator = string(node);
                default -> node.skip();
            }
        }
        if (operator.equals("MatMul")) {
            if (inputs.size() != 2) {
                throw new IOException("MatMul node '" + name + "' has " + inputs.size() + " inputs, expected 2");
            }
            matMulInputs.put(name, inputs.get(1));
        }
    }

    private void readInitializer(ProtobufMessage tensor) throws IOException {
        List<Long> sizes = new ArrayList<>();
        long dataType = 0;
        String name = "";
        ByteBuffer data = ByteBuffer.allocate(0);
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> sizes.add(tensor.varint());
                case 2 -> dataType = tensor.varint();
                case 8 -> name = string(tensor);
                case 9 -> data = tensor.bytes();
                default -> tensor.skip();
            }
        }
        if (dataType == FLOAT) { // the others are index tables such as the position ids
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

    private static String string(ProtobufMessage message) throws IOException {
        return UTF_8.decode(message.bytes()).toString();
    }
}
