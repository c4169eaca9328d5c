package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {

    private static final String FACE = "\uD83D\uDE00"; // one character of two units of UTF-16

    @ParameterizedTest
    @ValueSource(
            strings = {"\r", "\n", "\u000B", "\f", "\u0085", "\u2028", "\u2029", "\u001B", "\0", "\u202E", "\uD800"})
    void aMessageIsOneLineWithControlCharactersEscaped(String unseen) {
        String message = "labels [same" + unseen + "other]: expected two";

        assertThat(MessageText.line(message))
                .isEqualTo("labels [same\\u%04xother]: expected two".formatted((int) unseen.charAt(0)));
        assertThat(new UserError(message)).hasMessage(MessageText.line(message));
    }

    @Test
    void aFailureWithoutAMessageIsCalledByItsKind() {
        assertThat(MessageText.of(new IllegalArgumentException("k 0: expected 1")))
                .isEqualTo("k 0: expected 1");
        assertThat(MessageText.of(new NumberFormatException())).isEqualTo("java.lang.NumberFormatException");
    }

    @Test
    void lettersOfAllScriptsAreShownAsTheyAre() {
        String text = "na\u00EFve \u05D0\u0628\u4E2D " + FACE + " \u200D \u00A0.";
        assertThat(MessageText.line(text)).isEqualTo(text);
    }

    @Test
    void aLongMessageLosesItsMiddle() {
        String line = MessageText.line("a.tsv:3: value " + "x".repeat(20_000) + ": expected less");

        assertThat(line)
                .hasSizeLessThanOrEqualTo(1000)
                .startsWith("a.tsv:3: value xx")
                .endsWith("xx: expected less");
        assertThat(MessageText.line(line)).isEqualTo(line);
    }

    @Test
    void longValuesAreCutBetweenCharacters() {
        assertThat(MessageText.quoted("short")).isEqualTo("\"short\"");
        assertThat(MessageText.cut("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(MessageText.cut("x".repeat(81))).isEqualTo("x".repeat(77) + "...");
        assertThat(MessageText.cut("x" + FACE.repeat(60))).isEqualTo("x" + FACE.repeat(38) + "...");
        assertThat(MessageText.cut(FACE.repeat(60))).isEqualTo(FACE.repeat(38) + "...");
    }

    @Test
    void aLongListOfNamesIsCutAfterTen() {
        List<String> names =
                IntStream.rangeClosed(1, 300).mapToObj(i -> "n" + i).toList();

        assertThat(MessageText.names(names)).isEqualTo("n1, n2, n3, n4, n5, n6, n7, n8, n9, n10 and 290 more");
        assertThat(MessageText.names(names.subList(0, 10))).endsWith("n9, n10");
        assertThat(MessageText.names(List.of())).isEmpty();
    }

    @Test
    void aHintNeedsASimilarName() {
        assertThat(Nearest.hint("labl", List.of("text", "label"))).isEqualTo("; did you mean \"label\"?");
        assertThat(Nearest.hint("zz", List.of("text", "label"))).isEmpty();
        assertThat(Nearest.hint("zz", List.of())).isEmpty();
    }
}
