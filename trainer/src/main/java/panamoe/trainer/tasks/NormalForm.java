package panamoe.trainer.tasks;

import java.util.List;
import java.util.Locale;

/**
 * The normal form by which texts are compared: their letters and digits in lower case. Texts with the same normal form count as
 * equal.
 */
public final class NormalForm {

    private NormalForm() {}

    /** The normal form of a text; a text without letters and digits is returned unchanged. */
    public static String of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(lower.length());
        lower.codePoints().filter(NormalForm::isLetterOrNumber).forEach(letters::appendCodePoint);
        return letters.isEmpty() ? text : letters.toString();
    }

    /** The normal forms of the texts of an example: one, or two for a pair. */
    public static List<String> of(Example example) {
        String text = of(example.text());
        return example.pair() == null ? List.of(text) : List.of(text, of(example.pair()));
    }

    private static boolean isLetterOrNumber(int character) {
        return Character.isLetterOrDigit(character)
                || switch (Character.getType(character)) {
                    case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
                    default -> false;
                };
    }
}
