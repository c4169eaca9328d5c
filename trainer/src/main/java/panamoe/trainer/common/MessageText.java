package panamoe.trainer.common;

import java.util.regex.Pattern;

/** Makes messages safe to print: one line of limited length without control characters, whatever values it quotes. */
public final class MessageText {

    /** Control characters, line and paragraph separators, marks of text direction, byte-order marks, unpaired surrogates, noncharacters. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\uFFFE\\uFFFF]");

    private static final int LONGEST_LINE = 1000;
    private static final int LONGEST_VALUE = 80;
    private static final int MOST_NAMES = 10;
    private static final String CUT = "...";

    private MessageText() {}

    /** The message as one line. A very long message loses its middle, because it begins with the place and ends with the remedy. */
    public static String line(String message) {
        String line = visible(message.strip());
        if (line.length() <= LONGEST_LINE) {
            return line;
        }
        int half = (LONGEST_LINE - CUT.length() - 2) / 2;
        return start(line, half) + " " + CUT + " " + end(line, half);
    }

    /** The message of a failure, or the name of its kind if it has no message. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** The text with escapes for characters that are invisible or change how a terminal shows the line. */
    public static String visible(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    /** A value in quotes, cut as in {@link #cut}. */
    public static String quoted(String value) {
        return "\"" + cut(value) + "\"";
    }

    /** A value; of a long value only the beginning, followed by "...". */
    public static String cut(String value) {
        String text = visible(value);
        return text.length() <= LONGEST_VALUE ? text : start(text, LONGEST_VALUE - CUT.length()) + CUT;
    }

    /** Names with commas between them; of more than 10 names, the first 10 and the number of the others. */
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
