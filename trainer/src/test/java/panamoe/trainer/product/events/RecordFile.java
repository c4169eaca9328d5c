package panamoe.trainer.product.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads TFRecord files. It computes CRC32C bit by bit from the polynomial, so that it does not share code with the program. */
final class RecordFile {

    /** Castagnoli's polynomial, lowest bit first. */
    private static final int POLYNOMIAL = 0x82f63b78;

    private RecordFile() {}

    /** The data of every record of a file, whose checksums must be right. */
    static List<byte[]> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = take(bytes, 8);
            byte[] data = take(bytes, (int)
                    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
            records.add(data);
        }
        return records;
    }

    private static byte[] take(ByteBuffer bytes, int count) {
        byte[] taken = new byte[count];
        bytes.get(taken);
        int crc = checksum(taken);
        int masked = (crc >>> 15 | crc << 17) + 0xa282ead8;
        assertThat(bytes.getInt()).as("checksum of %d bytes", count).isEqualTo(masked);
        return taken;
    }

    static int checksum(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
        }
        return ~crc;
    }
}
