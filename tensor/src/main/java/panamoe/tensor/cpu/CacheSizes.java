package panamoe.tensor.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sizes of the machine's caches, which decide how deep a pass of a matrix product is. */
final class CacheSizes {

    /** What is taken where the system does not tell; most machines have at least that. */
    static final int DEFAULT = 32 << 10;

    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

    private CacheSizes() {}

    /** Bytes of a core's L1 data cache: as Linux tells it, else {@link #DEFAULT}. */
    static int level1Data() {
        try {
            return Files.isReadable(LINUX) ? parse(Files.readString(LINUX)) : DEFAULT;
        } catch (IOException e) {
            return DEFAULT;
        }
    }

    /** Reads what Linux writes, such as {@code 1024K}. */
    static int parse(String size) {
        String text = size.strip();
        return text.matches("[1-9]\\d{0,5}K") ? Integer.parseInt(text, 0, text.length() - 1, 10) << 10 : DEFAULT;
    }
}
