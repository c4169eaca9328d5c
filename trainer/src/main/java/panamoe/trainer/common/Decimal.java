package panamoe.trainer.common;

import java.util.regex.Pattern;

/** Decimal numbers in files: digits with an optional point and exponent. The other number formats of Java are refused. */
public final class Decimal {

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private static final Pattern ZERO = Pattern.compile("[-+]?[0.]+([eE].*)?");

    private Decimal() {}

    /** True if the text is a decimal number. {@code 1_000}, {@code 0x10}, {@code 1f} and {@code NaN} are not. */
    public static boolean is(String text) {
        return NUMBER.matcher(text).matches();
    }

    /**
     * The number in double precision.
     *
     * @throws NumberFormatException if the text is not a decimal number, or a double cannot hold it without overflow or underflow
     */
    public static double parse(String text) {
        double number = is(text) ? Double.parseDouble(text) : Double.NaN;
        boolean underflow = number == 0 && !ZERO.matcher(text).matches();
        if (!Double.isFinite(number) || underflow) {
            throw new NumberFormatException(MessageText.quoted(text) + ": expected a number");
        }
        return number;
    }

    /**
     * Parses as {@link #parse} does, for values that models compute with in single precision.
     *
     * @return the number in double precision
     * @throws NumberFormatException also if single precision rounds the number to 0 or to infinity
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
