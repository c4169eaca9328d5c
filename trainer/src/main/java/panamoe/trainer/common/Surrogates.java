package panamoe.trainer.common;

/** Finds unpaired surrogates of UTF-16 (Unicode 16, section 3.8). */
public final class Surrogates {

    private Surrogates() {}

    /** The index of the first unpaired surrogate; -1 if there is none. */
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
