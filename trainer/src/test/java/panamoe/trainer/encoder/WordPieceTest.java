package panamoe.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import panamoe.trainer.encoder.minilm.MiniLm;

class WordPieceTest {

    private static WordPiece tokenizer;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = MiniLm.tokenizer();
    }

    @Test
    void encodesTextsAsTheReference() throws IOException {
        List<Golden.Text> texts = Golden.texts();
        assertThat(texts).hasSizeGreaterThan(20);
        for (Golden.Text text : texts) {
            TokenIds ids = text.second() == null
                    ? tokenizer.encode(text.first(), text.maxLength())
                    : tokenizer.encode(text.first(), text.second(), text.maxLength());
            assertThat(ids).as("%s", text).isEqualTo(text.ids());
        }
    }

    @Test
    void truncatesTheLongerTextOfAPairFirst() {
        for (int a = 0; a <= 12; a++) {
            for (int b = 0; b <= 12; b++) {
                for (int max = 3; max <= 20; max++) {
                    TokenIds ids = tokenizer.encode("one ".repeat(a), "two ".repeat(b), max);
                    int keptA = ids.firstSegment() - 2;
                    int keptB = ids.size() - ids.firstSegment() - 1;
                    String what = "%d + %d tokens in %d: kept %d + %d".formatted(a, b, max, keptA, keptB);
                    assertThat(ids.size()).as(what).isEqualTo(Math.min(max, a + b + 3));
                    // A text may lose tokens only if the other text keeps at most as many tokens, or one more.
                    if (keptA < a) {
                        assertThat(keptB).as(what).isLessThanOrEqualTo(keptA + 1);
                    }
                    if (keptB < b) {
                        assertThat(keptA).as(what).isLessThanOrEqualTo(keptB + 1);
                    }
                }
            }
        }
    }

    @Test
    void refusesALengthWithoutRoomForTheSpecialTokens() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokenizer.encode("a", 1))
                .withMessageContaining("maxLength 1: expected at least 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokenizer.encode("a", "b", 2))
                .withMessageContaining("maxLength 2: expected at least 3");
    }

    @Test
    void refusesVocabulariesThatAreNotBerts() {
        assertRefused("has no token [MASK]: expected BERT's special tokens", "[UNK]", "[CLS]", "[SEP]", "[PAD]");
        assertRefused("has token \"a\" twice, with ids 0 and 2: give one of them", "a", "b", "a");
        assertRefused("has token \"a\\u000ab\" with id 0: expected a text in one line", "a\nb");
        assertRefused("has token \"\\ud800\" with id 0: expected a text in one line", "\ud800");
    }

    private static void assertRefused(String message, String... tokens) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordPiece.of(List.of(tokens), BertNormalizer.UNCASED))
                .withMessageContaining(message);
    }
}
