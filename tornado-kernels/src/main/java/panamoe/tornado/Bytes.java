package panamoe.tornado;

import java.util.Locale;

/** Formats sizes in bytes for messages. */
final class Bytes {

    private Bytes() {}

    /** For example {@code 12.3 MiB}. */
    static String format(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
