package panamoe.trainer.tasks.files;

import java.nio.charset.Charset;
import java.util.Optional;

/** Detects files in UTF-16 or UTF-32 that are read in another encoding. */
final class WideText {

    /**
     * The least share of null bytes. In UTF-16, nearly half of the bytes of a Latin text are null; in other encodings, none are.
     */
    private static final double MIN_NULLS = 0.25;

    private static final int SAMPLE = 1 << 16;

    private WideText() {}

    /** The wide encoding of the bytes; empty if they are in no wide encoding or are read as one. */
    static Optional<String> of(byte[] bytes, Charset readAs) {
        if (readAs.name().startsWith("UTF-16") || readAs.name().startsWith("UTF-32") || bytes.length < 2) {
            return Optional.empty();
        }
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (first == 0xfffe || first == 0xfeff) {
            boolean four = first == 0xfffe && bytes.length >= 4 && bytes[2] == 0 && bytes[3] == 0;
            return Optional.of(four ? "UTF-32" : "UTF-16");
        }
        int[] nulls = new int[2];
        int length = Math.min(bytes.length, SAMPLE);
        for (int i = 0; i < length; i++) {
            nulls[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        if (nulls[0] + nulls[1] < MIN_NULLS * length) {
            return Optional.empty();
        }
        return Optional.of(nulls[0] > 0 && nulls[1] > 0 ? "UTF-32" : nulls[0] > 0 ? "UTF-16BE" : "UTF-16LE");
    }
}
