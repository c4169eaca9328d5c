package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;

/** The table of a trained model's scores and baselines; without the linear probe if that was not measured. */
final class TrainedTable {

    private static final String DEV = "dev";
    private static final String TEST = "test";

    private TrainedTable() {}

    /** @param folder of the model, as the user gave it */
    static void print(PrintWriter out, TrainedModel model, Path folder) {
        List<KeptTask> tasks = model.kept().tasks();
        boolean probed =
                tasks.stream().anyMatch(task -> task.baselines().get(TEST).containsKey(KeptTask.LINEAR_PROBE));
        out.printf(
                Locale.ROOT,
                "%nthe model of step %d of %d, the best on dev; %s on test%n%n",
                model.bestStep(),
                model.steps(),
                probed ? "majority and probe are" : "majority is");
        out.println(row("task", "metric", "dev", "test", "majority") + (probed ? column("probe") : ""));
        for (KeptTask task : tasks) {
            String metric = task.metrics().getFirst();
            Map<String, Double> test = task.baselines().get(TEST);
            String row = row(
                    task.name(),
                    metric,
                    number(task.scores().get(DEV).get(metric)),
                    number(task.scores().get(TEST).get(metric)),
                    number(test.get(KeptTask.MAJORITY)));
            out.println(row + (probed ? column(number(test.get(KeptTask.LINEAR_PROBE))) : ""));
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
