package panamoe.bench.jmh;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import panamoe.trainer.common.MessageText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code panamoe bench jmh}: the command line of JMH. Every fork gets the JVM option that the vector kernels need. */
@Command(
        name = "jmh",
        description = {
            "Runs JMH benchmarks of kernels and steps.",
            "It takes JMH's own arguments (jmh -l: list, jmh -h: help)."
        })
public final class JmhCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private static final String USAGE = """
            Usage: panamoe bench jmh [BENCHMARK...] [JMH OPTION...]
            BENCHMARK is a regular expression; without one, all benchmarks run. For example:
              panamoe bench jmh -l
              panamoe bench jmh GemmBenchmark -p threads=1 -p size=512x512x512
              panamoe bench jmh TrainingStepBenchmark -p feedForward=sparse
            """;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        return run(arguments.toArray(String[]::new), spec.commandLine().getErr());
    }

    private static int run(String[] args, PrintWriter err) throws IOException {
        try {
            CommandLineOptions options = new CommandLineOptions(args);
            if (options.shouldHelp()) {
                System.out.println(USAGE);
            }
            if (asksForText(options)) {
                org.openjdk.jmh.Main.main(args);
                return 0;
            }
            if (matching(options.getIncludes(), options.getExcludes()).isEmpty()) {
                return fail(BAD_INPUT, "no benchmark matches " + String.join(" ", args) + "; there are " + all(), err);
            }
            new Runner(withOurDefaults(options)).run();
            return 0;
        } catch (CommandLineOptionException e) {
            return fail(BAD_INPUT, MessageText.of(e) + "; see panamoe bench jmh -h", err);
        } catch (RunnerException e) {
            return fail(FAILED, MessageText.of(e), err);
        }
    }

    private static int fail(int code, String message, PrintWriter err) {
        err.println("panamoe bench: " + MessageText.line(message));
        err.flush();
        return code;
    }

    private static boolean asksForText(CommandLineOptions options) {
        return options.shouldHelp()
                || options.shouldList()
                || options.shouldListWithParams()
                || options.shouldListProfilers()
                || options.shouldListResultFormats();
    }

    private static SortedSet<BenchmarkListEntry> matching(List<String> includes, List<String> excludes) {
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), includes, excludes);
    }

    private static String all() {
        return matching(List.of(), List.of()).stream()
                .map(entry -> entry.getUsername().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"))
                .collect(Collectors.joining(", "));
    }

    /**
     * The options with two defaults: a failed benchmark ends the run, and every fork gets the vector module. A fork inherits the options of
     * this JVM only if the user gives none with {@code -jvmArgs}, so the module is prepended.
     */
    static Options withOurDefaults(Options options) {
        List<String> first = new ArrayList<>(options.getJvmArgsPrepend().orElse(List.of()));
        if (ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent()) {
            first.add("--add-modules=" + VECTOR_MODULE);
        }
        return new OptionsBuilder()
                .parent(options)
                .shouldFailOnError(options.shouldFailOnError().orElse(true))
                .jvmArgsPrepend(first.toArray(String[]::new))
                .build();
    }
}
