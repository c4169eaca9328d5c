package panamoe.trainer.common;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar and the commit that the launcher built. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"panamoe " + (version == null ? "(not from a jar)" : version) + ", commit " + commit()};
    }

    /** The commit that was built, as the launcher says. */
    static String commit() {
        return System.getProperty("panamoe.commit", "unknown");
    }
}
