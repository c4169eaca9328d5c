package panamoe.tornado;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit of TornadoVM's memory on a device. */
final class MemoryLimit {

    /** TornadoVM's own default. */
    private static final String DEFAULT = "4GB";

    private static final Pattern SIZE = Pattern.compile("(\\d+)(B|KB|MB|GB)");

    private MemoryLimit() {}

    /** The value of {@value Device#MEMORY_PROPERTY} in bytes. */
    static long bytes() {
        return parse(System.getProperty(Device.MEMORY_PROPERTY, DEFAULT));
    }

    static long parse(String size) {
        Matcher matcher = SIZE.matcher(size.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "-D" + Device.MEMORY_PROPERTY + "=" + size + ": expected a size such as 512MB or 8GB");
        }
        int shift = switch (matcher.group(2)) {
            case "KB" -> 10;
            case "MB" -> 20;
            case "GB" -> 30;
            default -> 0;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
