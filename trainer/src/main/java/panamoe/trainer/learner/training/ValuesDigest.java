package panamoe.trainer.learner.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import panamoe.trainer.common.Sha256;

/** A SHA-256 digest of values and texts, which detects changes of a file. */
final class ValuesDigest {

    private static final int CHUNK_SIZE = 1 << 16;

    private final MessageDigest digest = Sha256.digest();

    void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    void add(float[] values) {
        ByteBuffer some = ByteBuffer.allocate(Float.BYTES * CHUNK_SIZE);
        for (int from = 0; from < values.length; from += CHUNK_SIZE) {
            some.clear();
            int count = Math.min(CHUNK_SIZE, values.length - from);
            some.asFloatBuffer().put(values, from, count);
            digest.update(some.limit(Float.BYTES * count));
        }
    }

    /** The digest in lower-case hexadecimal. Nothing may be added after this call. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
