package panamoe.tensor.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sizes of the machine's caches, which decide how matrix products are cut into blocks. */
final class CacheSizes {

    /** What is taken where the system does not tell; most machines have at least that. */
    static final int DEFAULT_LEVEL2 = 512 << 10;

    private static final Path LINUX_LEVEL2 = Path.of("/sys/devices/system/cpu/cpu0/cache/index2/size");

    private CacheSizes() {}

    /** Bytes of a core's L2 cache: as Linux tells it, else {@link #DEFAULT_LEVEL2}. */
    static int level2() {
        try {
            return Files.isReadable(LINUX_LEVEL2) ? parse(Files.readString(LINUX_LEVEL2)) : DEFAULT_LEVEL2;
        } catch (IOException e) {
            return DEFAULT_LEVEL2;
        }
    }

    /** Reads what Linux writes, such as {@code 1024K}. */
    static int parse(String size) {
        String text = size.strip();
        return text.matches("[1-9]\\d{0,5}K") ? Integer.parseInt(text, 0, text.length() - 1, 10) << 10 : DEFAULT_LEVEL2;
    }
}
