package panamoe.trainer.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.trainer.common.MessageText;
import tools.jackson.databind.JsonNode;

/**
 * Reads a {@code tokenizer.json} of the Hugging Face tokenizers. The format describes any tokenizer, so each part is checked, and a
 * part that BERT does not have is refused by name.
 */
public final class TokenizerJson {

    private static final Map<String, String> TEMPLATES =
            Map.of("single", "[CLS]:0 A:0 [SEP]:0", "pair", "[CLS]:0 A:0 [SEP]:0 B:1 [SEP]:1");

    private TokenizerJson() {}

    /**
     * Reads a tokenizer. The settings for truncation and padding are ignored; the caller truncates.
     *
     * @param file its name, for messages
     * @throws IllegalArgumentException if the text is not JSON or describes another kind of tokenizer
     */
    public static WordPiece read(String file, String text) {
        JsonKeys tokenizer = JsonKeys.parse(file, text);
        JsonKeys model = tokenizer.keys("model");
        model.require("type", "WordPiece");
        model.require("unk_token", WordPiece.UNKNOWN);
        model.require("continuing_subword_prefix", WordPiece.CONTINUATION);
        int longest = model.requiredWhole("max_input_chars_per_word");
        Check.that(
                longest == WordPiece.MAX_WORD_LENGTH,
                () -> model.place() + "max_input_chars_per_word " + longest + ": expected "
                        + WordPiece.MAX_WORD_LENGTH);
        JsonKeys normalizer = tokenizer.keys("normalizer");
        normalizer.require("type", "BertNormalizer");
        Check.that(
                normalizer.truth("clean_text").orElse(true),
                () -> normalizer.place() + "clean_text false: expected true");
        tokenizer.keys("pre_tokenizer").require("type", "BertPreTokenizer");
        boolean lowercase = normalizer.truth("lowercase").orElse(true);
        WordPiece wordPiece = WordPiece.of(
                tokens(model),
                new BertNormalizer(
                        lowercase,
                        normalizer.truth("strip_accents").orElse(lowercase),
                        normalizer.truth("handle_chinese_chars").orElse(true)));
        tokenizer.list("added_tokens").forEach(TokenizerJson::requireSpecial);
        requireTemplate(tokenizer.keys("post_processor"), wordPiece.tokens());
        return wordPiece;
    }

    /** The tokens in the order of their ids. */
    private static List<String> tokens(JsonKeys model) {
        JsonKeys vocabulary = model.keys("vocab");
        @Nullable String[] byId = new String[vocabulary.names().size()];
        for (String token : vocabulary.names()) {
            int id = vocabulary.requiredWhole(token);
            Check.that(
                    id >= 0 && id < byId.length && byId[id] == null,
                    () -> vocabulary.place() + MessageText.cut(token) + " " + id + ": expected the ids 0 to "
                            + (byId.length - 1) + ", each once");
            byId[id] = token;
        }
        return List.of(byId);
    }

    private static void requireSpecial(JsonKeys added) {
        String content = added.text("content").orElse("");
        Check.that(
                WordPiece.SPECIAL_TOKENS.contains(content),
                () -> added.place() + "content " + MessageText.quoted(content) + ": expected one of "
                        + String.join(", ", WordPiece.SPECIAL_TOKENS));
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            Check.that(
                    !added.truth(flag).orElse(false),
                    () -> added.place() + flag + " true of " + content + ": expected false");
        }
    }

    /** Checks the special tokens around texts and their ids in the vocabulary. */
    private static void requireTemplate(JsonKeys processor, ImmutableList<String> tokens) {
        if (processor.text("type").equals(Optional.of("BertProcessing"))) {
            requireMark(processor, "cls", "[\"%s\",%d]".formatted(WordPiece.CLS, tokens.indexOf(WordPiece.CLS)));
            requireMark(processor, "sep", "[\"%s\",%d]".formatted(WordPiece.SEP, tokens.indexOf(WordPiece.SEP)));
            return;
        }
        processor.require("type", "TemplateProcessing");
        TEMPLATES.forEach((key, expected) -> {
            String template = template(processor.node().path(key));
            Check.that(
                    template.equals(expected),
                    () -> processor.place() + key + " " + MessageText.quoted(template) + ": expected \"" + expected
                            + "\"");
        });
        JsonKeys marks = processor.keys("special_tokens");
        for (String mark : List.of(WordPiece.CLS, WordPiece.SEP)) {
            requireMark(marks.keys(mark), "ids", "[%d]".formatted(tokens.indexOf(mark)));
        }
    }

    private static void requireMark(JsonKeys keys, String key, String expected) {
        String got = keys.node().path(key).toString();
        Check.that(
                got.equals(expected),
                () -> keys.place() + key + " " + MessageText.cut(got) + ": expected " + expected
                        + ", as in the vocabulary");
    }

    /** The parts of a template with their token types, such as {@code [CLS]:0 A:0 [SEP]:0}. */
    private static String template(JsonNode parts) {
        List<String> texts = new ArrayList<>();
        for (JsonNode part : parts) {
            texts.add(part.properties().stream()
                    .map(each -> each.getValue().path("id").asString("") + ":"
                            + each.getValue().path("type_id").asString(""))
                    .collect(Collectors.joining("+")));
        }
        return String.join(" ", texts);
    }
}
