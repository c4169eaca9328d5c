package panamoe.trainer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.NotFinite;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.lines.AnswerFormat;
import panamoe.trainer.product.lines.InputFormat;
import panamoe.trainer.product.lines.InputLines;
import panamoe.trainer.product.lines.OutputFormat;
import panamoe.trainer.product.lines.PredictionStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code panamoe predict}: answers texts line by line. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description =
                "Predict the labels or scores of texts, one input per line, from standard input or a file (docs/use.md).")
public final class PredictCommand implements Callable<Integer> {

    private static final String ALL = "all";

    private final InputStream standardInput;
    private final ResultOutput results;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The folder of a model.")
    private Path folder;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            required = true,
            description = "The task to answer; all: every task that takes as many texts, one or two, as the line has.")
    private String name;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The file to read, in UTF-8. Default: standard input.")
    private @Nullable Path input;

    @Option(
            names = "--input-format",
            paramLabel = "NAME",
            converter = Names.InputFormatName.class,
            defaultValue = "text",
            description =
                    "text: one text per line, or two separated by a tab; tsv: a table whose first line names the columns;"
                            + " jsonl: one JSON object per line. Default: text.")
    private InputFormat inputFormat;

    @Mixin
    private ColumnOptions columns;

    @Option(
            names = "--output-format",
            paramLabel = "NAME",
            converter = Names.OutputFormatName.class,
            defaultValue = "tsv",
            description =
                    "tsv: the label and its probability, or the score; jsonl: one JSON object per answer. Default: tsv.")
    private OutputFormat outputFormat;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "Print the K most probable labels. Default: only the most probable one.")
    private @Nullable Integer top;

    @Mixin
    private BackendOptions backends;

    /** A command that reads standard input and writes its results to standard output. */
    public PredictCommand() {
        this(System.in, ResultOutput.standard());
    }

    PredictCommand(InputStream standardInput, ResultOutput results) {
        this.standardInput = standardInput;
        this.results = results;
    }

    @Override
    public Integer call() throws IOException {
        if (top != null && top < 1) {
            throw new UserError("--top " + top + ": expected at least 1 label");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (InputStream in = open();
                Backend backend = backends.open("auto");
                MultiTaskClassifier model = MultiTaskClassifier.load(folder, backend)) {
            boolean every =
                    name.equals(ALL) && !model.tasks().collect(KeptTask::name).contains(ALL);
            KeptTask only = every ? null : task(model);
            AnswerFormat format = outputFormat.answers(only == null, top == null ? 0 : top);
            InputLines lines = new InputLines(
                    input == null ? "standard input" : input.toString(), in, inputFormat, columns.of(inputFormat));
            return results.run(err, out -> {
                try {
                    new PredictionStream(model, only, format, out, note -> say(err, note)).run(lines);
                    return CommandLine.ExitCode.OK;
                } catch (NotFinite e) {
                    say(err, MessageText.of(e));
                    return CommandLine.ExitCode.SOFTWARE;
                }
            });
        }
    }

    private InputStream open() {
        if (input == null) {
            return standardInput;
        }
        if (Files.isDirectory(input)) {
            throw new UserError("--input " + input + " is a folder: expected a file");
        }
        try {
            return Files.newInputStream(input);
        } catch (IOException e) {
            throw new UserError("--input " + input + " cannot be read (" + FileProblem.of(e)
                    + "): expected a file with a text per line");
        }
    }

    private KeptTask task(MultiTaskClassifier model) {
        ChosenTasks.requireKnown("--task", List.of(name), model.tasks().collect(KeptTask::name));
        KeptTask task = model.task(name);
        if (top != null && !task.range().isEmpty()) {
            throw new UserError("--top " + top + " with task " + name + ", whose answer is a score: leave --top out");
        }
        return task;
    }

    private static void say(PrintWriter err, String line) {
        err.println("panamoe: " + line);
        err.flush();
    }
}
