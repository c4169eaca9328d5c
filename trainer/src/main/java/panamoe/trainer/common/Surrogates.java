package panamoe.trainer.common;

/** Halves of UTF-16 pairs (Unicode 16, section 3.8). */
public final class Surrogates {

    private Surrogates() {}

    /** The index of the first one without the other half of its pair; -1 if there is none. */
    public static int unpaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
