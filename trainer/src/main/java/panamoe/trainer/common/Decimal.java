package panamoe.trainer.common;

import java.util.regex.Pattern;

/** Numbers as files have them: digits with a point and an exponent, and nothing else that a program would take for one. */
public final class Decimal {

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private static final Pattern ZERO = Pattern.compile("[-+]?[0.]+([eE].*)?");

    private Decimal() {}

    /** True if the text is a number: not one such as {@code 1_000}, {@code 0x10}, {@code 1f} or {@code NaN}. */
    public static boolean is(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The number. @throws NumberFormatException if the text is none, or one that is too large or too small for a double */
    public static double parse(String text) {
        double number = is(text) ? Double.parseDouble(text) : Double.NaN;
        boolean underflow = number == 0 && !ZERO.matcher(text).matches();
        if (!Double.isFinite(number) || underflow) {
            throw new NumberFormatException(MessageText.quoted(text) + ": expected a number");
        }
        return number;
    }

    /**
     * The number, as {@link #parse}, for models, which compute in single precision.
     *
     * @throws NumberFormatException also if single precision rounds it to 0 or to infinity
     */
    public static double single(String text) {
        double number = parse(text);
        float rounded = (float) number;
        if (Float.isInfinite(rounded) || rounded == 0 && number != 0) {
            throw new NumberFormatException(
                    MessageText.cut(text) + ": expected a number within single precision, 0 or 1.4e-45 to 3.4e38");
        }
        return number;
    }
}
