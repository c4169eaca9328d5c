package uk.ac.manchester.tornado.api.standin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/** Counts the bytes of the device's memory that all plans have taken. */
final class DeviceMemory {

    /** The limit, for example {@code 512MB}. The stand-in reads it at each allocation, TornadoVM once. */
    static final String PROPERTY = "tornado.device.memory";

    private static final String DEFAULT = "4GB";
    private static final Pattern SIZE = Pattern.compile("(\\d+)(?:([KMGTPE]?)B)?");
    private static final String UNITS = "KMGTPE";
    private static final int HEADER = 16;

    private static long taken;

    private DeviceMemory() {}

    /** The bytes of an array of 4-byte elements. TornadoVM puts a header before the elements. */
    static long bytes(int elements) {
        return HEADER + 4L * elements;
    }

    static synchronized void take(long bytes) {
        long limit = parse(System.getProperty(PROPERTY, DEFAULT));
        if (bytes > limit - taken) {
            throw new TornadoOutOfMemoryException("an array needs " + bytes + " bytes on the device, but " + taken
                    + " of its " + limit + " bytes are taken: free plans or raise -D" + PROPERTY);
        }
        taken += bytes;
    }

    static synchronized void giveBack(long bytes) {
        taken -= bytes;
    }

    static long parse(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("-D" + PROPERTY + "=" + size + ": expected a size such as 512MB or 8GB");
        }
        String unit = matcher.group(2);
        int shift = unit == null || unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
