package panamoe.trainer.tasks.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the reader that converts files to examples and splits. It is part of the identity of a suite, so that results of
 * an older reader are not mixed with results of this one. Increase it when the same files give other examples or other splits.
 */
public final class ReaderVersion {

    private static final int NOW = 2;

    /** The identity of a suite of files: a name, a version (absent in version 1), and a digest of what was read. */
    private static final Pattern NAME = Pattern.compile("(.*?) (?:reader-(\\d+) )?([0-9a-f]{16})");

    private ReaderVersion() {}

    /** A digest of what was read, with the version as its prefix. */
    static String before(String digest) {
        return "reader-" + NOW + " " + digest;
    }

    /**
     * Explains why results on one suite do not apply to another suite that was read from the same files by another version.
     *
     * @param kept the identity of the suite of the results
     * @param now the identity of the suite that was read now
     * @return a sentence; empty if the suites are equal or differ in more than the version
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
