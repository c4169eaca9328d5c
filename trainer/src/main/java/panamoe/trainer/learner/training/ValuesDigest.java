package panamoe.trainer.learner.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import panamoe.trainer.common.Sha256;

/** A SHA-256 of values and texts, by which a file of them is known to be what was written. */
final class ValuesDigest {

    private static final int AT_ONCE = 1 << 16;

    private final MessageDigest digest = Sha256.digest();

    void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    void add(float[] values) {
        ByteBuffer some = ByteBuffer.allocate(Float.BYTES * AT_ONCE);
        for (int from = 0; from < values.length; from += AT_ONCE) {
            some.clear();
            int count = Math.min(AT_ONCE, values.length - from);
            some.asFloatBuffer().put(values, from, count);
            digest.update(some.limit(Float.BYTES * count));
        }
    }

    /** In lower-case hexadecimal; nothing is added after it. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
