package panamoe.trainer.encoder;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Normalises text for a BERT vocabulary, in this order: control characters are removed and white space becomes a space; Chinese
 * characters are surrounded by spaces; accents are stripped; letters are converted to lower case. The last three steps depend on
 * the vocabulary.
 *
 * <p>The reference, the Hugging Face tokenizers, uses Unicode 8. Here, 618 characters that are newer or were reclassified since
 * follow the tables of the JDK.
 *
 * @param lowercase whether letters are converted to lower case
 * @param stripAccents whether accents are stripped
 * @param chineseCharacters whether Chinese characters are surrounded by spaces
 * @see <a href="https://github.com/google-research/bert/blob/master/tokenization.py">BasicTokenizer, Devlin et al.</a>
 */
public record BertNormalizer(boolean lowercase, boolean stripAccents, boolean chineseCharacters) {

    /** The normalizer of uncased vocabularies. */
    public static final BertNormalizer UNCASED = new BertNormalizer(true, true, true);

    String normalize(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> appendClean(clean, c));
        StringBuilder out = new StringBuilder(clean.length());
        (stripAccents ? Normalizer.normalize(clean, Normalizer.Form.NFD) : clean)
                .codePoints()
                .filter(c -> !stripAccents || Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> appendCased(out, c));
        return out.toString();
    }

    /** Converts each letter on its own, as the reference does. A letter whose lower case is two letters becomes both. */
    private void appendCased(StringBuilder out, int c) {
        if (lowercase && Character.toLowerCase(c) != c) {
            out.append(Character.toString(c).toLowerCase(Locale.ROOT));
        } else {
            out.appendCodePoint(c);
        }
    }

    private void appendClean(StringBuilder out, int c) {
        if (isSpace(c)) {
            out.append(' ');
        } else if (chineseCharacters && isChinese(c)) {
            out.append(' ').appendCodePoint(c).append(' ');
        } else if (c != 0xFFFD && !isControl(c)) {
            out.appendCodePoint(c);
        }
    }

    /** True if a character is a separate word: punctuation, or an ASCII character that is not a letter, digit or space. */
    static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** The blocks of CJK ideographs, as in the reference: without Hiragana, Katakana and Hangul. */
    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF) // as in the reference, although the block starts at 2B820
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
