package panamoe.trainer.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The committed golden values; {@code src/golden} says how they were made. */
public final class Golden {

    private Golden() {}

    /** A text and the name of the tokenizer whose ids it has. */
    public record NamedText(String tokenizer, Text text) {}

    /** A text or pair and the ids that the Hugging Face tokenizers give it. */
    public record Text(String first, String second, int maxLength, TokenIds ids) {}

    /** One row of ONNX Runtime's last hidden state: of a token of the text with this index in {@link #texts}. */
    public record HiddenState(int text, int token, float[] values) {}

    /** The texts with their token ids. */
    public static List<Text> texts() throws IOException {
        return texts("").stream().map(NamedText::text).toList();
    }

    /** Texts of a folder of golden values, {@code huggingface/} for that of a tiny BERT. */
    public static List<NamedText> texts(String folder) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream(folder + "token-ids.json")) {
            return JsonMapper.shared()
                    .readTree(in)
                    .valueStream()
                    .map(json -> new NamedText(json.path("tokenizer").asString(""), text(json)))
                    .toList();
        }
    }

    /** The hidden states, rounded to six decimals, in the order of the texts and tokens. */
    public static List<HiddenState> hiddenStates() throws IOException {
        return hiddenStates("");
    }

    /** The hidden states of a folder of golden values. */
    public static List<HiddenState> hiddenStates(String folder) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream(folder + "hidden-states.csv")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(Golden::hiddenState)
                    .toList();
        }
    }

    private static Text text(JsonNode json) {
        int[] ids = json.get("ids").valueStream().mapToInt(JsonNode::asInt).toArray();
        TokenIds tokens = new TokenIds(
                IntLists.immutable.with(ids), json.get("firstSegment").asInt());
        JsonNode second = json.get("second");
        return new Text(
                json.get("first").asString(),
                second.isNull() ? null : second.asString(),
                json.get("maxLength").asInt(),
                tokens);
    }

    private static HiddenState hiddenState(String line) {
        String[] cells = line.split(",");
        float[] values = new float[cells.length - 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(cells[i + 2]);
        }
        return new HiddenState(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]), values);
    }
}
