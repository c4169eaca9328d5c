package panamoe.trainer.common;

/** Decides whether a text is blank. Data files and the input of a prediction follow the same rule. */
public final class Blank {

    private Blank() {}

    /** True if a text has only white space and control or format characters (Unicode categories Cc and Cf). */
    public static boolean is(String text) {
        return text.codePoints().allMatch(Blank::isInvisible);
    }

    /** True for white space, no-break spaces included. */
    public static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isInvisible(int character) {
        return isSpace(character)
                || switch (Character.getType(character)) {
                    case Character.CONTROL, Character.FORMAT -> true;
                    default -> false;
                };
    }
}
