package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Split;

/** The table of a trained model's scores and baselines; without the linear probe if that was not measured. */
final class TrainedTable {

    private TrainedTable() {}

    /** @param folder of the model, as the user gave it */
    static void print(PrintWriter out, TrainedModel model, Path folder) {
        List<KeptTask> tasks = model.kept().tasks();
        boolean probed = tasks.stream().anyMatch(task -> task.linearProbe(Split.TEST) != null);
        out.printf(
                Locale.ROOT,
                "%nthe model of step %d of %d, the best on dev; %s on test%n%n",
                model.bestStep(),
                model.steps(),
                probed ? "majority and probe are" : "majority is");
        out.println(row("task", "metric", "dev", "test", "majority") + (probed ? column("probe") : ""));
        for (KeptTask task : tasks) {
            String row = row(
                    task.name(),
                    task.metrics().getFirst(),
                    number(task.score(Split.DEV)),
                    number(task.score(Split.TEST)),
                    number(task.majority(Split.TEST)));
            out.println(row + (probed ? column(number(task.linearProbe(Split.TEST))) : ""));
        }
        out.printf("%nmodel: %s%n", folder);
        out.flush();
    }

    private static String row(String task, String metric, String dev, String test, String majority) {
        return String.format("%-24s %-10s %7s %7s %9s", task, metric, dev, test, majority);
    }

    private static String column(String probe) {
        return String.format(" %7s", probe);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
