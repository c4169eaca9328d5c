package panamoe.trainer.spark;

import java.lang.Runtime.Version;
import panamoe.trainer.common.UserError;

/** Refuses the JDKs 25.0.0 to 25.0.2, whose G1 garbage collector has a fault that Spark's threads run into. */
final class SupportedJdk {

    private static final Version FIRST_WITH_FAULT = Version.parse("25");
    private static final Version FIRST_MENDED = Version.parse("25.0.3");

    private SupportedJdk() {}

    /** @throws UserError if this JVM is one of them */
    static void require() {
        require(Runtime.version());
    }

    static void require(Version version) {
        if (version.compareToIgnoreOptional(FIRST_WITH_FAULT) >= 0
                && version.compareToIgnoreOptional(FIRST_MENDED) < 0) {
            throw new UserError("JDK " + version
                    + ": its garbage collector has a fault under Spark: use 25.0.3 or newer, or JDK 21");
        }
    }
}
