package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code panamoe tasks}: what the suite consists of. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "List the tasks: family, role, labels, sizes, and the baseline of always giving the same answer.")
public final class TasksCommand implements Callable<Integer> {

    private static final String HEAD = "%-20s %-9s %-13s %-6s %6s %6s %5s %5s %9s%n";
    private static final String ROW = "%-20s %-9s %-13s %-6s %6d %6d %5d %5d %9.3f%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions data;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (data.areFiles()) {
            FolderTable.print(data.read(err), out);
        } else {
            print(data.source(err).suite(), out);
        }
        out.flush();
        return 0;
    }

    static void print(Suite suite, PrintWriter out) {
        out.printf(Locale.ROOT, "Suite %s%n%n", suite.name());
        out.printf(HEAD, "task", "family", "role", "kind", "labels", "train", "dev", "test", "majority");
        for (TaskData data : suite.tasks()) {
            printRow(out, data, Roles.of(suite, data.task().name()));
        }
        for (TaskData data : suite.unrelated()) {
            printRow(out, data, Roles.of(suite, data.task().name()));
        }
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
                data.majorityBaseline(Split.TEST));
    }
}
