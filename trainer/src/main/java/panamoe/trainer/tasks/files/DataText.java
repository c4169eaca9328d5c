package panamoe.trainer.tasks.files;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.common.Blank;

/** Splits the texts of data files into lines and strips white space, in the same way for every format. */
final class DataText {

    private DataText() {}

    /**
     * The lines of a text. Only a line feed, and a carriage return followed by a line feed, end a line. A carriage return alone, a
     * vertical tab, a form feed, U+0085, U+2028 and U+2029 are part of the text. Text after the last line end is a line too.
     */
    static String[] lines(String text) {
        MutableList<String> lines = Lists.mutable.empty();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            boolean carriageReturn = end > from && text.charAt(end - 1) == '\r';
            lines.add(text.substring(from, carriageReturn ? end - 1 : end));
            from = end + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines.toArray(new String[0]);
    }

    /** The text without white space at its ends, no-break spaces included. */
    static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Blank.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && Blank.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
