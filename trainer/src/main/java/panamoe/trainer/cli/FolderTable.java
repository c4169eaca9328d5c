package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.Plural;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.TaskFolder;
import panamoe.trainer.tasks.files.TaskFolder.FolderTask;

/** The table of a folder's tasks: the rows of its files, the sizes of the splits, and the scores of baselines. */
final class FolderTable {

    private static final String HEAD = "%-21s %-13s %-10s %-19s %6s  %-32s %6s %5s %5s  %-17s %8s  %s%n";
    private static final String ROW = "%-21s %-13s %-10s %-19s %6s  %-32s %6d %5d %5d  %-17s %8.3f  %s%n";

    private FolderTable() {}

    static void print(TaskFolder folder, ImmutableList<FolderTask> tasks, PrintWriter out) {
        out.printf(
                "Suite %s, %s%n%n",
                folder.suite().name(), Plural.of(folder.tasks().size(), "task"));
        out.printf(
                HEAD,
                "task",
                "family",
                "kind",
                "role",
                "labels",
                "rows of the files",
                "train",
                "dev",
                "test",
                "metric",
                "baseline",
                "same answer");
        tasks.forEach(task -> printRow(out, folder.suite(), task));
        out.printf(
                "%nRows of the files: train / dev / test as published. The columns train, dev and test: the splits in use.%n");
        out.printf("Baseline: the most that the first metric reaches on the test split without a look at the texts.%n");
        out.printf(
                "Same answer: the test accuracy of the label that is most frequent in train; in a regression task the mean score%n"
                        + "of train, and its root mean squared error on test.%n");
        SharedLines.print(tasks.collect(FolderTask::data), out);
        Roles.printLegend(folder.suite(), out);
    }

    private static void printRow(PrintWriter out, Suite suite, FolderTask folderTask) {
        TaskData data = folderTask.data();
        Task task = data.task();
        out.printf(
                Locale.ROOT,
                ROW,
                task.name(),
                task.family(),
                kind(task),
                Roles.of(suite, task.name()),
                task.range() == null ? task.classes() : "-",
                folderTask.rows(),
                data.train().size(),
                data.dev().size(),
                data.test().size(),
                task.metrics().makeString("+"),
                data.baseline(Split.TEST),
                sameAnswer(data));
    }

    private static String kind(Task task) {
        return task.range() != null ? "regression" : task.pair() ? "pair" : "single";
    }

    private static String sameAnswer(TaskData data) {
        return data.task().range() == null
                ? String.format(Locale.ROOT, "accuracy %.3f", data.majorityBaseline(Split.TEST))
                : String.format(
                        Locale.ROOT, "mean %.2f, error %.2f", data.meanScore(), data.meanScoreError(Split.TEST));
    }
}
