package panamoe.trainer.common;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that a misspelt word most likely stands for. */
public final class Nearest {

    /** A longer word is not a misspelt name, and its edit distance takes long to compute. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The known word at the smallest edit distance, the first one of a tie. Of a very long word only the beginning is compared. */
    public static String of(String word, Collection<String> known) {
        String start = word.substring(0, Math.min(LONGEST, word.length()));
        return known.stream()
                .min(Comparator.comparingInt(each -> distance(start, each)))
                .orElseThrow();
    }

    /** The text "; did you mean ...?" for the end of a message; empty if more than half of the letters would have to change. */
    public static String hint(String word, Collection<String> known) {
        if (known.isEmpty() || word.length() > LONGEST) {
            return "";
        }
        String nearest = of(word, known);
        return 2 * distance(word, nearest) <= Math.max(word.length(), nearest.length())
                ? "; did you mean " + MessageText.quoted(nearest) + "?"
                : "";
    }

    /** The least number of insertions, deletions and replacements that turn one word into the other (Levenshtein 1966). */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
