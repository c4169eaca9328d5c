package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.TaskFolder;
import panamoe.trainer.tasks.files.TaskFolder.FolderTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panamoe tasks}: lists the tasks of the suite or folder. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "List the tasks: family, role, labels, sizes, and the baseline of always giving the same answer.")
public final class TasksCommand implements Callable<Integer> {

    private static final String HEAD = "%-20s %-9s %-19s %-6s %6s %6s %5s %5s %9s%n";
    private static final String ROW = "%-20s %-9s %-19s %-6s %6d %6d %5d %5d %9.3f%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "For each task also print the number of examples of each label, and N training examples.")
    private @Nullable Integer show;

    @Mixin
    private ChosenTasks chosen;

    @Override
    public Integer call() {
        if (show != null && show < 0) {
            throw new UserError("--show " + show + ": expected at least 0 examples");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ImmutableList<TaskData> tasks;
        if (data.areFiles()) {
            TaskFolder folder = data.read(err);
            ImmutableList<FolderTask> folderTasks =
                    chosen.of(folder.tasks(), task -> task.data().task().name());
            FolderTable.print(folder, folderTasks, out);
            tasks = folderTasks.collect(FolderTask::data);
        } else {
            Suite suite = data.source(err).suite();
            tasks = chosen.of(
                    suite.tasks().newWithAll(suite.unrelated()),
                    task -> task.task().name());
            print(suite, tasks, out);
        }
        if (show != null) {
            ExampleDisplay display = new ExampleDisplay(show, width());
            tasks.forEach(task -> display.print(task, out));
        }
        out.flush();
        return 0;
    }

    /** The width of the terminal in characters: of the variable COLUMNS, else as picocli finds it, else 80. */
    private int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(columns)
                : spec.usageMessage().autoWidth(true).width();
    }

    static void print(Suite suite, ImmutableList<TaskData> tasks, PrintWriter out) {
        out.printf(Locale.ROOT, "Suite %s%n%n", suite.name());
        out.printf(HEAD, "task", "family", "role", "kind", "labels", "train", "dev", "test", "baseline");
        tasks.forEach(data -> printRow(out, data, Roles.of(suite, data.task().name())));
        SharedLines.print(tasks, out);
        Roles.printLegend(suite, out);
    }

    private static void printRow(PrintWriter out, TaskData data, String role) {
        Task task = data.task();
        out.printf(
                Locale.ROOT,
                ROW,
                task.name(),
                task.family(),
                role,
                task.pair() ? "pair" : "single",
                task.classes(),
                data.train().size(),
                data.dev().size(),
                data.test().size(),
                data.baseline(Split.TEST));
    }
}
