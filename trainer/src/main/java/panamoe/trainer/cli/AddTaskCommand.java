package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.NotFinite;
import panamoe.trainer.product.adding.AddTaskSettings;
import panamoe.trainer.product.adding.AddedTask;
import panamoe.trainer.product.adding.TaskAdding;
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

/** {@code panamoe add-task}: teaches a kept model another task. */
@Command(
        name = "add-task",
        mixinStandardHelpOptions = true,
        description =
                "Teach a model one more task; unless all of it is trained, it answers its other tasks as before, to the bit.")
public final class AddTaskCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The folder of a model; it stays as it is.")
    private Path folder;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            required = true,
            description = "The task of the data that is learnt.")
    private String name;

    @Option(
            names = "--related",
            paramLabel = "NAME",
            defaultValue = AddTaskSettings.AUTO,
            description =
                    "The task whose gates the new one's begin as; auto: the one that is found to be most related; none:"
                            + " begin at the experts that are used least. Default: auto.")
    private String related;

    @Option(
            names = "--train",
            paramLabel = "PART",
            converter = Names.TrainedPartName.class,
            defaultValue = "gate",
            description =
                    "head: the task's head alone; gate: its gates too; all: the whole model, which changes what it answers in"
                            + " other tasks. Default: gate.")
    private TrainedPart part;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "200", description = "Training steps. Default: 200.")
    private int steps;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of what is drawn. Default: 1.")
    private long seed;

    @Option(names = "--out", paramLabel = "MODEL2", required = true, description = "The folder that is made.")
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

    /** An interruption ends the program only once the model is written whole, or it is said that there is none. */
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
                printLosses(all.tasks(), model.tasks(), backend);
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

    /** Null if the user asked to stop. */
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

    /** The scores of the other tasks that the data has, before and after. */
    private void printLosses(ImmutableList<TaskData> data, List<KeptTask> tasks, Backend backend) {
        PrintWriter terminal = spec.commandLine().getOut();
        TextTable table = new TextTable("lll");
        try (MultiTaskClassifier before = MultiTaskClassifier.load(folder, backend);
                MultiTaskClassifier after = MultiTaskClassifier.load(out, backend)) {
            for (KeptTask task : tasks) {
                TaskData own = data.detect(each -> each.task().name().equals(task.name()));
                table.add(List.of(task.name(), task.metrics().getFirst(), loss(before, after, task, own)));
            }
        }
        terminal.printf("%nthe other tasks, on test:%n%s", table.text());
        terminal.flush();
    }

    private static String loss(
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
        return ModelEvaluation.measure(model, task, TaskAlignment.align(task, data), Split.TEST, done -> {})
                .metrics()
                .get(task.metrics().getFirst());
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
        terminal.printf("%s: %s%n%n", task.name(), added.start().text());
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
