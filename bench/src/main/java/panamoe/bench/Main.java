package panamoe.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
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

/** {@code ./panamoe bench}: JMH's command line, with the JVM option that the vector kernels need in every fork. */
public final class Main {

    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private static final String USAGE = """
            Usage: panamoe bench [BENCHMARK...] [JMH OPTION...]
            BENCHMARK is a regular expression; without one, all benchmarks run. For example:
              panamoe bench -l
              panamoe bench GemmBenchmark -p threads=1 -p size=512x512x512
              panamoe bench TrainingStepBenchmark -p feedForward=sparse
            """;

    private Main() {}

    /** Runs, and exits with 0, 1 if a benchmark failed, or 2 for bad input. */
    public static void main(String[] args) throws IOException {
        System.exit(run(args, System.err));
    }

    static int run(String[] args, PrintStream err) throws IOException {
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
                err.println("panamoe bench: no benchmark matches " + String.join(" ", args) + "; there are " + all());
                return BAD_INPUT;
            }
            new Runner(withOurDefaults(options)).run();
            return 0;
        } catch (CommandLineOptionException e) {
            err.println("panamoe bench: " + e.getMessage() + "; see panamoe bench -h");
            return BAD_INPUT;
        } catch (RunnerException e) {
            err.println("panamoe bench: " + e.getMessage());
            return FAILED;
        }
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
                .map(BenchmarkListEntry::getUsername)
                .collect(Collectors.joining(", "));
    }

    /**
     * A benchmark that fails ends the run. A fork takes this JVM's options, but not where the user gives others by {@code
     * -jvmArgs}: the vector module stays in front of these.
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
