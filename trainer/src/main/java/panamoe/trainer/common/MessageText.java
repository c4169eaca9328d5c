package panamoe.trainer.common;

import java.util.regex.Pattern;

/** The form of messages: one line that a terminal shows as it is and a reader takes in, whatever stands in the values it quotes. */
public final class MessageText {

    /** What a terminal would obey, what would end or turn the line, and what is no character. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\uFFFE\\uFFFF]");

    private static final int LONGEST_LINE = 1000;
    private static final int LONGEST_VALUE = 80;
    private static final int MOST_NAMES = 10;
    private static final String CUT = "...";

    private MessageText() {}

    /** The whole message as one line. Of a very long one the middle is left out, since it begins with a place and ends with a remedy. */
    public static String line(String message) {
        String line = visible(message.strip());
        if (line.length() <= LONGEST_LINE) {
            return line;
        }
        int half = (LONGEST_LINE - CUT.length() - 2) / 2;
        return start(line, half) + " " + CUT + " " + end(line, half);
    }

    /** The text with escapes for characters that cannot be seen or would change what is seen. */
    public static String visible(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    /** A value in quotes; of a long one the beginning. */
    public static String quoted(String value) {
        return "\"" + cut(value) + "\"";
    }

    /** A value, or the beginning of a long one. */
    public static String cut(String value) {
        String text = visible(value);
        return text.length() <= LONGEST_VALUE ? text : start(text, LONGEST_VALUE - CUT.length()) + CUT;
    }

    /** Names with commas between them; of many the first ones and the number of the others. */
    public static String names(Iterable<String> names) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (String name : names) {
            if (count < MOST_NAMES) {
                text.append(count == 0 ? "" : ", ").append(cut(name));
            }
            count++;
        }
        return count <= MOST_NAMES ? text.toString() : text + " and " + (count - MOST_NAMES) + " more";
    }

    private static String start(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private static String end(String text, int length) {
        int from = text.length() - length;
        return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }
}
