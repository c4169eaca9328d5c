package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;

/** The scores of a trained model, beside those of the baselines. */
final class TrainedTable {

    private static final String DEV = "dev";
    private static final String TEST = "test";

    private TrainedTable() {}

    /** @param folder of the model, as the user gave it */
    static void print(PrintWriter out, TrainedModel model, Path folder) {
        out.printf(
                Locale.ROOT,
                "%nthe model of step %d of %d, the best on dev; majority and probe are on test%n%n",
                model.bestStep(),
                model.steps());
        out.printf("%-24s %-10s %7s %7s %9s %7s%n", "task", "metric", "dev", "test", "majority", "probe");
        for (KeptTask task : model.kept().tasks()) {
            String metric = task.metrics().getFirst();
            Map<String, Double> test = task.baselines().get(TEST);
            out.printf(
                    "%-24s %-10s %7s %7s %9s %7s%n",
                    task.name(),
                    metric,
                    number(task.scores().get(DEV).get(metric)),
                    number(task.scores().get(TEST).get(metric)),
                    number(test.get(KeptTask.MAJORITY)),
                    test.containsKey(KeptTask.LINEAR_PROBE) ? number(test.get(KeptTask.LINEAR_PROBE)) : "-");
        }
        out.printf("%nmodel: %s%n", folder);
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
