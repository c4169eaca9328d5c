package panamoe.trainer.tasks.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of what makes examples and splits of files. It is a part of the name that tells a suite from others, so that results of
 * before are not taken for results on the examples of now. It goes up when the same files would give other examples or other splits.
 */
public final class ReaderVersion {

    private static final int NOW = 2;

    /** The name of a suite of files, a version, which the first one did not write, and a digest of what was read. */
    private static final Pattern NAME = Pattern.compile("(.*?) (?:reader-(\\d+) )?([0-9a-f]{16})");

    private ReaderVersion() {}

    /** The version in front of a digest of what was read. */
    static String before(String digest) {
        return "reader-" + NOW + " " + digest;
    }

    /**
     * Why results on one suite are none on another one: the same files, read by another version.
     *
     * @param kept the name of the suite that results are on
     * @param now the name of the suite that is read now
     * @return a sentence; empty if the suites are the same, or differ in something else
     */
    public static Optional<String> difference(String kept, String now) {
        Matcher before = NAME.matcher(kept);
        Matcher after = NAME.matcher(now);
        if (!before.matches()
                || !after.matches()
                || !before.group(1).equals(after.group(1))
                || !before.group(3).equals(after.group(3))
                || version(before).equals(version(after))) {
            return Optional.empty();
        }
        return Optional.of("the same files were read and split by reader-" + version(before) + ", and by reader-"
                + version(after) + " now, which makes other examples or splits of them");
    }

    private static String version(Matcher name) {
        return name.group(2) == null ? "1" : name.group(2);
    }
}
