package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.Plural;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code panamoe devices}: lists the backends and devices of this machine. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description = "List the backends that can run on this machine, and why the others cannot.")
public final class DevicesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("JDK        %s%n", Machine.jdk());
        out.printf("processor  %s, %s%n", Machine.cpu(), Plural.of(Machine.cores(), "core"));
        out.printf("heap       up to %d MB%n%n", Runtime.getRuntime().maxMemory() >> 20);
        for (BackendProvider provider : Backends.providers()) {
            out.printf(
                    "%-10s %s%n",
                    provider.name(),
                    provider.unavailable()
                            .map(reason -> "cannot run: " + reason)
                            .orElseGet(() -> describe(provider)));
        }
        out.flush();
        return 0;
    }

    private static String describe(BackendProvider provider) {
        if (provider.devices().notEmpty()) {
            return "can run on these devices:" + provider.devices().makeString("\n  ", "\n  ", "");
        }
        try (Backend backend = provider.create(1)) {
            int bits = backend.vectorBits();
            return "can run, in " + backend.floatType() + (bits == 0 ? "" : ", vectors of " + bits + " bits");
        }
    }
}
