package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.factory.Lists;
import panamoe.tensor.Backend;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.evaluation.TaskAlignment;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.product.folder.NewFolder;
import panamoe.trainer.product.inspection.ModelInspection;
import panamoe.trainer.product.pruning.ModelPruning;
import panamoe.trainer.product.pruning.PrunedModel;
import panamoe.trainer.product.pruning.TaskExamples;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.wordnet.WordNetSuite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code panamoe prune}: reduces a kept model to some of its tasks. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description =
                "Reduce a model to some of its tasks and the experts that they use, and measure the scores before and after. Without"
                        + " --data, only models of the WordNet suite are measured (docs/use.md).")
public final class PruneCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The folder of a model; it is not changed.")
    private Path folder;

    @Mixin
    private DataOptions data;

    @Mixin
    private ChosenTasks chosen;

    @Option(
            names = "--threshold",
            paramLabel = "X",
            defaultValue = "0.05",
            description =
                    "Keep an expert if it gets at least this share, 0 to 1, of the tokens of a kept task. Default: 0.05.")
    private double threshold;

    @Option(
            names = "--out",
            paramLabel = "SMALL",
            required = true,
            description = "The folder to write the smaller model to; it must not exist.")
    private Path out;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() throws IOException {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new UserError("--threshold " + threshold + ": expected 0 to 1");
        }
        NewFolder.requireBeside(out, folder);
        try (Backend backend = backends.open("auto")) {
            KeptModel model = ModelFolder.read(folder, backend);
            List<KeptTask> tasks = chosen.of(Lists.immutable.ofAll(model.tasks()), KeptTask::name)
                    .castToList();
            return prune(model, tasks, examples(model, tasks), backend);
        } catch (Diverged e) {
            say(e.getMessage() + "; nothing was written");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** After Ctrl-C the program ends when the whole model is written, or with the message that nothing was written. */
    private int prune(KeptModel model, List<KeptTask> tasks, TaskExamples examples, Backend backend)
            throws IOException {
        try (Interruption interruption = Interruption.watch()) {
            Phases progress = new PhaseDisplay(spec.commandLine().getErr());
            PrunedModel pruned = ModelPruning.prune(model, tasks, threshold, examples, backend, (what, done, all) -> {
                progress.at(what, done, all);
                if (interruption.isRequested()) {
                    throw new Progress.Stopped();
                }
            });
            MadeModel.write(out, pruned.model());
            print(model, pruned);
            return CommandLine.ExitCode.OK;
        } catch (Progress.Stopped e) {
            say("stopped; nothing was written");
            return INTERRUPTED;
        }
    }

    /** The examples of the kept tasks, of those that the data has. Without data there are none. */
    private TaskExamples examples(KeptModel model, List<KeptTask> tasks) {
        if (!data.areFiles() && !isLearnedFromWordNet(model)) {
            return TaskExamples.NONE;
        }
        NamedTasks all = data.tasks(spec.commandLine().getErr());
        Map<String, TaskData> found = new HashMap<>();
        List<String> lacking = new ArrayList<>();
        for (KeptTask task : tasks) {
            TaskData own = all.tasks().detect(each -> each.task().name().equals(task.name()));
            if (own == null) {
                lacking.add(task.name());
            } else {
                found.put(task.name(), TaskAlignment.align(task, own));
            }
        }
        if (found.isEmpty()) {
            throw new UserError(
                    all.name() + " has none of the tasks " + MessageText.names(lacking) + ": expected their data");
        }
        if (!lacking.isEmpty()) {
            say("the data lacks " + MessageText.names(lacking) + ": not measured");
        }
        return new TaskExamples(all.name(), found);
    }

    private static boolean isLearnedFromWordNet(KeptModel model) {
        return model.config().history().stream().anyMatch(entry -> entry.data().equals(WordNetSuite.NAME));
    }

    private void print(KeptModel whole, PrunedModel pruned) throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.print(PruningTable.sizes(ModelInspection.of(folder, whole), ModelInspection.of(out, pruned.model())));
        terminal.printf("%n%s%nmodel: %s%n", PruningTable.scores(pruned), out);
        terminal.flush();
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("panamoe: " + line);
        err.flush();
    }
}
