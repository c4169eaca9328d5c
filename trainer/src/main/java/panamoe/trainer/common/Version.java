package panamoe.trainer.common;

/** The version of the jar and the commit that it was built from. */
public final class Version {

    private Version() {}

    /** The commit that was built, from the system property that the launcher sets; "unknown" without it. */
    public static String commit() {
        return System.getProperty("panamoe.commit", "unknown");
    }

    /** Version and commit in one line. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "panamoe " + (version == null ? "(not from a jar)" : version) + ", commit " + commit();
    }
}
