package panamoe.tensor.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of the machine's L1 data cache, which sets the depth of one pass of a matrix product. */
final class CacheSizes {

    /** The size in bytes if the system reports none; most machines have at least this much. */
    static final int DEFAULT = 32 << 10;

    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

    private CacheSizes() {}

    /** Bytes of a core's L1 data cache: as Linux reports it, else {@link #DEFAULT}. */
    static int level1Data() {
        try {
            return Files.isReadable(LINUX) ? parse(Files.readString(LINUX)) : DEFAULT;
        } catch (IOException e) {
            return DEFAULT;
        }
    }

    /** Parses Linux's format, for example {@code 1024K}; gives {@link #DEFAULT} for any other text. */
    static int parse(String size) {
        String text = size.strip();
        return text.matches("[1-9]\\d{0,5}K") ? Integer.parseInt(text, 0, text.length() - 1, 10) << 10 : DEFAULT;
    }
}
