package panamoe.trainer.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The committed golden values; {@code src/golden} has the programs that wrote them. */
public final class Golden {

    private Golden() {}

    /** A text with golden ids and the name of its tokenizer. */
    public record NamedText(String tokenizer, Text text) {}

    /** A text or pair with its ids from the Hugging Face tokenizers. */
    public record Text(String first, String second, int maxLength, TokenIds ids) {}

    /**
     * One row of the golden last hidden state.
     *
     * @param text the index of the text in {@link #texts}
     * @param token the position of the token in the text
     * @param values {@code float[d]}
     */
    public record HiddenState(int text, int token, float[] values) {}

    /** The texts with their token ids. */
    public static List<Text> texts() throws IOException {
        return texts("").stream().map(NamedText::text).toList();
    }

    /** The texts of a folder of golden values; {@code huggingface/} has those of a tiny BERT. */
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
