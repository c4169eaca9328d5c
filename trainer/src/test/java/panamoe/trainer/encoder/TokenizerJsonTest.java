package panamoe.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {

    private static final String WHOLE = """
            {"added_tokens": [{"id": 4, "content": "[MASK]", "normalized": false, "special": true}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null,
                            "lowercase": false},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 100,
                       "vocab": {"a": 5, "[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "[PAD]": 3, "[MASK]": 4}}}
            """;

    private static WordPiece read(String json) {
        return TokenizerJson.read("tokenizer.json", json);
    }

    @Test
    void tokensAreInTheOrderOfTheirIds() {
        WordPiece wordPiece = read(WHOLE);

        assertThat(wordPiece.tokens()).containsExactly("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "a");
        assertThat(wordPiece.normalizer()).isEqualTo(new BertNormalizer(false, false, true));
        assertThat(read(WHOLE.replace("\"lowercase\": false", "\"lowercase\": true"))
                        .normalizer())
                .as("accents are stripped with lower case by default")
                .isEqualTo(BertNormalizer.UNCASED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "WordPiece"             | "BPE"            | model.type "BPE": expected "WordPiece"
            "BertNormalizer"        | "NFC"            | normalizer.type "NFC": expected "BertNormalizer"
            "BertPreTokenizer"      | "Whitespace"     | pre_tokenizer.type "Whitespace": expected "BertPreTokenizer"
            "BertProcessing"        | "ByteLevel"      | post_processor.type "ByteLevel": expected "TemplateProcessing"
            ["[CLS]", 1]            | ["<s>", 1]       | post_processor.cls ["<s>",1]: expected ["[CLS]",1], as in the vocabulary
            ["[SEP]", 2]            | ["[SEP]", 3]     | post_processor.sep ["[SEP]",3]: expected ["[SEP]",2]
            "clean_text": true      | "clean_text": false | normalizer.clean_text false: expected true
            "unk_token": "[UNK]"    | "unk_token": "a" | model.unk_token "a": expected "[UNK]"
            _prefix": "##"          | _prefix": "_"    | model.continuing_subword_prefix "_": expected "##"
            per_word": 100          | per_word": 50    | model.max_input_chars_per_word 50: expected 100
            "a": 5                  | "a": 6           | model.vocab.a 6: expected the ids 0 to 5, each once
            "a": 5                  | "a": 4           | model.vocab.[MASK] 4: expected the ids 0 to 5, each once
            "a": 5                  | "a": 5.0         | model.vocab.a 5.0: expected a whole number
            "a": 5                  | "a": "5"         | model.vocab.a "5": expected a whole number
            "a": 5,                 | "a": 5, "a": 5,  | not JSON:
            "content": "[MASK]"     | "content": "<e>" | added_tokens.content "<e>": expected one of [UNK]
            "normalized": false     | "normalized": true | added_tokens.normalized true of [MASK]: expected false
            "lowercase": false      | "lowercase": 1   | normalizer.lowercase 1: expected true or false
            "pre_tokenizer"         | "pre"            | pre_tokenizer is missing: expected an object
            """)
    void partsThatBertDoesNotHaveAreRefusedByName(String part, String other, String message) {
        assertThat(WHOLE).contains(part);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(WHOLE.replace(part, other)))
                .withMessageStartingWith("tokenizer.json:")
                .withMessageContaining(message);
    }

    @Test
    void otherTemplatesAreRefused() {
        String cls = "{'SpecialToken': {'id': '[CLS]', 'type_id': 0}}";
        String sep = "{'SpecialToken': {'id': '[SEP]', 'type_id': 0}}";
        String a = "{'Sequence': {'id': 'A', 'type_id': 0}}";
        String b = "{'Sequence': {'id': 'B', 'type_id': 1}}";
        String template = """
                {'type': 'TemplateProcessing', 'single': [%s, %s, %s], 'pair': [%s, %s, %s, %s, %s],
                 'special_tokens': {'[CLS]': {'ids': [1]}, '[SEP]': {'ids': [2]}}}""".formatted(cls, a, sep, cls, a, sep, b, sep.replace('0', '1'));
        assertThat(read(with(template)).tokens()).hasSize(6);
        assertTemplateRefused(
                template.replace(", 'pair'", ", 'single': [], 'pair'"),
                "not JSON: key \"single\" stands twice in an object");
        assertTemplateRefused(
                template.replace(a + ", " + sep + "],", a + "],"),
                "post_processor.single \"[CLS]:0 A:0\": expected \"[CLS]:0 A:0 [SEP]:0\"");
        assertTemplateRefused(
                template.replace(b, a),
                "post_processor.pair \"[CLS]:0 A:0 [SEP]:0 A:0 [SEP]:1\": expected \"[CLS]:0 A:0 [SEP]:0 B:1 [SEP]:1\"");
        assertTemplateRefused(
                template.replace("'ids': [2]", "'ids': [4]"),
                "post_processor.special_tokens.[SEP].ids [4]: expected [2], as in the vocabulary");
    }

    private static String with(String template) {
        return WHOLE.replaceFirst("\"post_processor\": \\{.*\\}", "\"post_processor\": " + template.replace('\'', '"'));
    }

    private static void assertTemplateRefused(String template, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(with(template)))
                .withMessageContaining(message);
    }

    @Test
    void invalidJsonIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{"))
                .withMessageContaining("not JSON: it ends too early");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("[]"))
                .withMessageContaining("tokenizer.json: expected a JSON object");
    }
}
