package panamoe.trainer.common;

/** The version of the jar and the commit that it was built from. */
public final class Version {

    /** Stands for a commit that nobody recorded. */
    public static final String UNKNOWN_COMMIT = "unknown";

    private Version() {}

    /** The commit that was built, from the system property that the launcher sets; {@link #UNKNOWN_COMMIT} without it. */
    public static String commit() {
        return System.getProperty("panamoe.commit", UNKNOWN_COMMIT);
    }

    /** Version and commit in one line. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "panamoe " + (version == null ? "(not from a jar)" : version) + ", commit " + commit();
    }
}
