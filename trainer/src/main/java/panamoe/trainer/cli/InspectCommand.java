package panamoe.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import panamoe.trainer.product.inspection.ModelInspection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code panamoe inspect}: shows a model's sizes, tasks, scores and history. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Show a model: sizes, tasks, scores, which tasks share experts, history (docs/use.md).")
public final class InspectCommand implements Callable<Integer> {

    private final ResultOutput results;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The folder of a model.")
    private Path folder;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    /** A command that writes its results to standard output. */
    public InspectCommand() {
        this(ResultOutput.standard());
    }

    InspectCommand(ResultOutput results) {
        this.results = results;
    }

    @Override
    public Integer call() throws IOException {
        ModelInspection model = ModelInspection.of(folder);
        return results.run(spec.commandLine().getErr(), out -> {
            out.write(json ? InspectionJson.of(model) : InspectionText.of(model));
            return CommandLine.ExitCode.OK;
        });
    }
}
