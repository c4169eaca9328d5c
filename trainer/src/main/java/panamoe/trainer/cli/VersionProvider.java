package panamoe.trainer.cli;

import panamoe.trainer.common.Version;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {Version.text()};
    }
}
