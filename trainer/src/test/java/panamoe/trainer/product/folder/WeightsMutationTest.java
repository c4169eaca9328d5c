package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.TinyModel;

/**
 * Damages the weights file: the model must be read, or refused in one line. A build tries every 13th byte of the header and 100 bits of the
 * rest; {@code -Dpanamoe.mutations=10000} tries every byte of the header and 1,000 bits.
 */
class WeightsMutationTest {

    private static final boolean ALL = Integer.getInteger("panamoe.mutations", 200) >= 10_000;
    private static final long SEED = Long.getLong("panamoe.mutation.seed", 20261127);

    @TempDir
    private Path temporary;

    private final Backend backend = Backends.create("scalar", 1);
    private Path folder;
    private Path file;
    private byte[] bytes;
    private int header;

    @BeforeEach
    void train() throws IOException {
        folder = TinyModel.train(TinyModel.settings("{steps: 14, evaluations: 1}"), backend, temporary.resolve("model"))
                .folder();
        file = folder.resolve("model.safetensors");
        bytes = Files.readAllBytes(file);
        header = Long.BYTES
                + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    private void write(int at, int value) throws IOException {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        Files.write(file, changed);
    }

    /** Writes the digest of the changed file. */
    private void sign() throws IOException {
        Path sums = folder.resolve("SHA256SUMS");
        String others = Files.readString(sums).replaceFirst("(?m)^.*  model\\.safetensors\n", "");
        Files.writeString(sums, others + Sha256.of(file) + "  model.safetensors\n");
    }

    private boolean isRead(String what) {
        try {
            ModelFolder.read(folder, backend);
            return true;
        } catch (UserError e) {
            assertThat(e.getMessage().lines()).as(what).hasSize(1);
            assertThat(e.getMessage()).as(what).doesNotContain("Exception", "java.");
            return false;
        }
    }

    @Test
    void everyByteOfTheHeader() throws IOException {
        int refused = 0;
        int tried = 0;
        for (int at = 0; at < header; at += ALL ? 1 : 13) {
            for (int value : new int[] {bytes[at] ^ 1, 0, 0xFF, '9', '"', '}'}) {
                write(at, value);
                sign();
                tried++;
                refused += isRead("byte " + at + " as " + value) ? 0 : 1;
            }
        }
        System.out.println("header bytes: " + refused + " of " + tried + " changes are refused");
        // a byte with its old value and a changed blank are no damage
        assertThat(refused).isGreaterThan(tried / 2);
    }

    @Test
    void bitsOfTheWeights() throws IOException {
        Rng rng = new Rng(SEED);
        System.out.println("flipped bits with seed " + SEED);
        String sums = Files.readString(folder.resolve("SHA256SUMS"));
        for (int i = 0; i < (ALL ? 1000 : 100); i++) {
            int at = header + rng.below(bytes.length - header, 0, i);
            write(at, bytes[at] ^ 1 << rng.below(8, 1, i));
            Files.writeString(folder.resolve("SHA256SUMS"), sums);
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> ModelFolder.read(folder, backend))
                    .withMessageContaining("model.safetensors is not what was written");
            sign();
            isRead("byte " + at);
        }
    }
}
