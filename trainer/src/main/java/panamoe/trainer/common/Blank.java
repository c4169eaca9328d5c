package panamoe.trainer.common;

/** The rule by which a text is blank, in data files and where a model is asked. */
public final class Blank {

    private Blank() {}

    /** True if a text has nothing but white space and characters that have no picture. */
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
