package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.NotFinite;
import panamoe.trainer.product.adding.AddTaskSettings;
import panamoe.trainer.product.adding.AddedTask;
import panamoe.trainer.product.adding.TaskAdding;
import panamoe.trainer.product.adding.TaskStart;
import panamoe.trainer.product.evaluation.ModelEvaluation;
import panamoe.trainer.product.evaluation.TaskAlignment;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.product.folder.NewFolder;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code panamoe add-task}: teaches a kept model one more task. */
@Command(
        name = "add-task",
        mixinStandardHelpOptions = true,
        description =
                "Teach a model one more task. Its answers to the other tasks stay the same to the bit, except with --train all.")
public final class AddTaskCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The folder of a model; it is not changed.")
    private Path folder;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            required = true,
            description = "The task to add, by its name in the data.")
    private String name;

    @Option(
            names = "--related",
            paramLabel = "NAME",
            defaultValue = AddTaskSettings.AUTO,
            description =
                    "Start with a copy of this task's gates; auto: of the most related task's; blend: with the mean of all"
                            + " gates, weighted by similarity; none: start at the experts that the other tasks use least. If no"
                            + " task is similar, auto and blend start as none. Default: auto.")
    private String related;

    @Option(
            names = "--train",
            paramLabel = "PART",
            converter = Names.TrainedPartName.class,
            defaultValue = "gate",
            description =
                    "The part to train. head: the new task's head; gate: its head and its gates; all: the whole model, which"
                            + " changes the answers to the other tasks. Default: gate.")
    private TrainedPart part;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "200", description = "Training steps. Default: 200.")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random numbers. Default: 1.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "MODEL2",
            required = true,
            description = "The folder to write the new model to; it must not exist.")
    private Path out;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        if (steps < 1) {
            throw new UserError("--steps " + steps + ": expected at least 1");
        }
        NewFolder.requireBeside(out, folder);
        PrintWriter err = spec.commandLine().getErr();
        try (Backend backend = backends.open("auto")) {
            KeptModel model = ModelFolder.read(folder, backend);
            NamedTasks all = data.tasks(err);
            ChosenTasks.requireKnown(
                    "--task",
                    List.of(name),
                    all.tasks().collect(each -> each.task().name()));
            TaskData task = all.tasks().detect(each -> each.task().name().equals(name));
            AddTaskSettings settings = AddTaskSettings.of(related, part, steps, seed);
            requireFits(model, task, settings);
            return add(model, all, task, settings, backend);
        } catch (Diverged e) {
            throw new UserError(e.getMessage() + ": train a smaller part, or for fewer steps");
        }
    }

    /** After Ctrl-C the program ends when the whole model is written, or with the message that nothing was written. */
    private int add(KeptModel model, NamedTasks all, TaskData task, AddTaskSettings settings, Backend backend) {
        try (Interruption interruption = Interruption.watch()) {
            AddedTask added = added(model, task, all.name(), settings, backend, interruption);
            if (added == null) {
                PrintWriter err = spec.commandLine().getErr();
                err.printf("panamoe: stopped; nothing was written%n");
                err.flush();
                return INTERRUPTED;
            }
            MadeModel.write(out, added.model());
            print(added);
            if (part == TrainedPart.ALL) {
                printOtherScores(all.tasks(), model.tasks(), backend);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private static void requireFits(KeptModel model, TaskData task, AddTaskSettings settings) {
        try {
            TaskAdding.requireFits(model, task, settings);
        } catch (IllegalArgumentException e) {
            throw new UserError("add-task: " + e.getMessage());
        }
    }

    /** @return null if the user pressed Ctrl-C */
    private @Nullable AddedTask added(
            KeptModel model,
            TaskData task,
            String dataName,
            AddTaskSettings settings,
            Backend backend,
            Interruption interruption) {
        try (ProgressDisplay display = ProgressDisplay.of(0, steps, interruption)) {
            AddedTask added = TaskAdding.add(model, task, dataName, settings, backend, display);
            return interruption.isRequested() ? null : added;
        } catch (Progress.Stopped e) {
            return null;
        }
    }

    /** Prints the test scores of the other tasks before and after, of those tasks that the data has. */
    private void printOtherScores(ImmutableList<TaskData> data, List<KeptTask> tasks, Backend backend) {
        PrintWriter terminal = spec.commandLine().getOut();
        TextTable table = new TextTable("lll");
        try (MultiTaskClassifier before = MultiTaskClassifier.load(folder, backend);
                MultiTaskClassifier after = MultiTaskClassifier.load(out, backend)) {
            for (KeptTask task : tasks) {
                TaskData own = data.detect(each -> each.task().name().equals(task.name()));
                table.add(List.of(task.name(), task.metrics().getFirst(), change(before, after, task, own)));
            }
        }
        terminal.printf("%nthe other tasks, on test:%n%s", table.text());
        terminal.flush();
    }

    private static String change(
            MultiTaskClassifier before, MultiTaskClassifier after, KeptTask task, @Nullable TaskData data) {
        if (data == null) {
            return "not measured: the data lacks it";
        }
        try {
            return String.format(Locale.ROOT, "%.3f, was %.3f", score(after, task, data), score(before, task, data));
        } catch (UserError | NotFinite e) {
            return "not measured: " + e.getMessage();
        }
    }

    private static double score(MultiTaskClassifier model, KeptTask task, TaskData data) {
        return Lookup.in(
                ModelEvaluation.measure(model, task, TaskAlignment.align(task, data), Split.TEST, done -> {})
                        .metrics(),
                task.metrics().getFirst());
    }

    private void print(AddedTask added) {
        PrintWriter terminal = spec.commandLine().getOut();
        if (!added.ranking().isEmpty()) {
            TextTable ranking = new TextTable("lrrrr");
            ranking.add(List.of("related task", "place", "probe", "routing", "features"));
            added.ranking()
                    .forEach(each -> ranking.add(List.of(
                            each.task(),
                            String.format(Locale.ROOT, "%.1f", each.place()),
                            number(each.probe()),
                            number(each.routing()),
                            number(each.features()))));
            terminal.println(ranking.text());
        }
        KeptTask task = added.task();
        boolean headAlone = part == TrainedPart.GATE && added.start() instanceof TaskStart.NoGates;
        terminal.printf(
                "%s: %s%s%n%n", task.name(), added.start().text(), headAlone ? ", so only its head is trained" : "");
        TextTable scores = new TextTable("llrrr");
        scores.add(List.of("task", "metric", "dev", "test", "majority"));
        scores.add(List.of(
                task.name(),
                task.metrics().getFirst(),
                number(task.score(Split.DEV)),
                number(task.score(Split.TEST)),
                number(task.majority(Split.TEST))));
        terminal.print(scores.text());
        if (part != TrainedPart.ALL) {
            int others = added.model().tasks().size() - 1;
            terminal.printf("%nthe other %s as before%n", others == 1 ? "task answers" : others + " tasks answer");
        }
        terminal.printf("%nmodel: %s%n", out);
        terminal.flush();
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
