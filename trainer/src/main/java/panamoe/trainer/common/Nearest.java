package panamoe.trainer.common;

import java.util.Collection;
import java.util.Comparator;

/** Which known word a misspelt one was most likely meant to be. */
public final class Nearest {

    /** Longer words are no misspelt names, and comparing them takes long. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /** The known word at the smallest edit distance; of equals the first. Of a very long word the beginning is compared. */
    public static String of(String word, Collection<String> known) {
        String start = word.substring(0, Math.min(LONGEST, word.length()));
        return known.stream()
                .min(Comparator.comparingInt(each -> distance(start, each)))
                .orElseThrow();
    }

    /** A question to put behind a refusal, "; did you mean ...?", if at most half of the letters would have to be changed; else nothing. */
    public static String hint(String word, Collection<String> known) {
        if (known.isEmpty() || word.length() > LONGEST) {
            return "";
        }
        String nearest = of(word, known);
        return 2 * distance(word, nearest) <= Math.max(word.length(), nearest.length())
                ? "; did you mean " + MessageText.quoted(nearest) + "?"
                : "";
    }

    /** The fewest insertions, deletions and replacements that make one word the other (Levenshtein 1966). */
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
