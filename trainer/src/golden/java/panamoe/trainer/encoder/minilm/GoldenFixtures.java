package panamoe.trainer.encoder.minilm;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the golden values of the MiniLM tests: token ids of the Hugging Face tokenizers (through DJL) and last hidden states of
 * ONNX Runtime, computed from the files of the MiniLM artifact. It is not part of the normal build, since both libraries have large
 * native parts. To run it:
 *
 * <pre>
 * ./mvnw -Pgolden -pl trainer -am test -Dtest=GoldenFixtures -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class GoldenFixtures {

    private static final Path FOLDER = Path.of("src/test/resources/panamoe/trainer/encoder");
    private static final int MAX_LENGTH = 512;
    private static final String WORDS = "The quick brown fox jumps over the lazy dog; unbelievably, it hadn't slept! ";

    private record Case(String first, String second, int maxLength, boolean hiddenState) {}

    private static final List<Case> CASES = List.of(
            new Case("A domesticated carnivorous mammal that typically has a long snout.", null, MAX_LENGTH, true),
            new Case("The cat sat on the mat.", "A feline was resting on a rug!", MAX_LENGTH, true),
            new Case("Naïve CAFÉ in São Paulo: 東京 \uD83D\uDE42 ½ price", null, MAX_LENGTH, true),
            new Case("", null, MAX_LENGTH, true),
            new Case(WORDS.repeat(40), null, MAX_LENGTH, true),
            new Case("", "", MAX_LENGTH, false),
            new Case(" \t\n\u00a0\u2028 ", "only the second text", MAX_LENGTH, false),
            new Case("İstanbul STRASSE straße ẞ ŁÓDŹ Ελλάδας ΣΊΣΥΦΟΣ Ёлка й", null, MAX_LENGTH, false),
            new Case("हिन्दी עִבְרִית العَرَبِيَّة 한국어 かな ｆｕｌｌ", null, MAX_LENGTH, false),
            new Case("zero\u200bwidth soft\u00adhyphen bell\u0007 nul\u0000 \ufffd bom\ufeff", null, MAX_LENGTH, false),
            new Case("e\u0301 and é, \uD83D\uDC69\u200D\uD83D\uDCBB x\u0336y", null, MAX_LENGTH, false),
            new Case("don't... well-known $3.50 (50%) #tag @user ~`^|<>= «quoted» – — …", null, MAX_LENGTH, false),
            new Case("[CLS] a [MASK] is special, a [mask] is not [[SEP]] [UNK", null, MAX_LENGTH, false),
            new Case("a".repeat(100) + " " + "a".repeat(101), null, MAX_LENGTH, false),
            new Case("é".repeat(100) + " " + "\uD83D\uDE42".repeat(101), null, MAX_LENGTH, false),
            new Case("pneumonoultramicroscopicsilicovolcanoconiosis xqzjvk\u4E00kqj", null, MAX_LENGTH, false),
            new Case(WORDS, null, 8, false),
            new Case(WORDS, "short", 16, false),
            new Case("short", WORDS, 16, false),
            new Case(WORDS, WORDS + WORDS, 16, false),
            new Case(WORDS + WORDS, WORDS, 16, false),
            new Case(WORDS, WORDS, 3, false),
            new Case(WORDS, null, 2, false));

    @Test
    void write() throws Exception {
        System.setProperty("OPT_OUT_TRACKING", "true"); // otherwise DJL sends usage data to its developers
        Files.createDirectories(FOLDER);
        List<Map<String, Object>> encoded = new ArrayList<>();
        StringBuilder states = new StringBuilder();
        byte[] model = MiniLm.bytes(MiniLm.MODEL);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model)) {
            for (int i = 0; i < CASES.size(); i++) {
                Case text = CASES.get(i);
                Encoding ids = encode(text);
                encoded.add(json(text, ids));
                if (text.hiddenState) {
                    appendStates(states, i, hiddenState(environment, session, ids));
                }
            }
        }
        JsonMapper mapper = JsonMapper.shared();
        String lines = String.join(
                ",\n", encoded.stream().map(mapper::writeValueAsString).toList());
        Files.writeString(FOLDER.resolve("token-ids.json"), "[\n" + lines + "\n]\n", UTF_8);
        Files.writeString(FOLDER.resolve("hidden-states.csv"), states, UTF_8);
    }

    private static Encoding encode(Case text) throws Exception {
        Map<String, String> options =
                Map.of("padding", "false", "truncation", "true", "maxLength", Integer.toString(text.maxLength));
        var json = new ByteArrayInputStream(MiniLm.bytes(MiniLm.TOKENIZER));
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(json, options)) {
            return text.second == null ? tokenizer.encode(text.first) : tokenizer.encode(text.first, text.second);
        }
    }

    private static Map<String, Object> json(Case text, Encoding encoding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", text.first);
        json.put("second", text.second);
        json.put("maxLength", text.maxLength);
        json.put("ids", encoding.getIds());
        json.put(
                "firstSegment",
                Arrays.stream(encoding.getTypeIds()).filter(type -> type == 0).count());
        return json;
    }

    private static float[][] hiddenState(OrtEnvironment environment, OrtSession session, Encoding ids)
            throws Exception {
        try (var tokens = OnnxTensor.createTensor(environment, new long[][] {ids.getIds()});
                var types = OnnxTensor.createTensor(environment, new long[][] {ids.getTypeIds()});
                var mask = OnnxTensor.createTensor(environment, new long[][] {ids.getAttentionMask()});
                var result =
                        session.run(Map.of("input_ids", tokens, "token_type_ids", types, "attention_mask", mask))) {
            return ((float[][][]) result.get("last_hidden_state").orElseThrow().getValue())[0];
        }
    }

    /**
     * Appends lines {@code text, token, 384 values}. Of a long text, only the first, the last and two middle tokens are written.
     */
    private static void appendStates(StringBuilder out, int text, float[][] states) {
        int last = states.length - 1;
        int[] rows = states.length > 64
                ? new int[] {0, last / 3, 2 * last / 3, last}
                : IntStream.range(0, states.length).toArray();
        for (int row : rows) {
            out.append(text).append(',').append(row);
            for (float value : states[row]) {
                out.append(String.format(Locale.ROOT, ",%.6f", value));
            }
            out.append('\n');
        }
    }
}
