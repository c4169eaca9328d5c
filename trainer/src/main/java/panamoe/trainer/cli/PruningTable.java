package panamoe.trainer.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.inspection.ModelInspection;
import panamoe.trainer.product.pruning.PrunedModel;
import panamoe.trainer.tasks.Split;

/** Tables of the sizes and scores before and after a pruning. */
final class PruningTable {

    private PruningTable() {}

    /** The sizes of the whole model and of the pruned one. */
    static String sizes(ModelInspection whole, ModelInspection pruned) {
        TextTable table = new TextTable("lrr");
        table.add(List.of("", "before", "after"));
        add(table, "tasks", whole.tasks().size(), pruned.tasks().size());
        Map<Integer, Integer> left = pruned.config().experts();
        whole.config()
                .experts()
                .forEach((layer, count) -> add(
                        table,
                        "experts of layer " + layer,
                        count,
                        left.containsKey(layer) ? left.get(layer) : "dense"));
        add(table, "parameters", Numbers.millions(whole.parameters()), Numbers.millions(pruned.parameters()));
        add(
                table,
                "of the trained layers",
                Numbers.millions(whole.cost().parameters()),
                Numbers.millions(pruned.cost().parameters()));
        add(
                table,
                "of these for a token",
                Numbers.millions(whole.cost().activeParameters()),
                Numbers.millions(pruned.cost().activeParameters()));
        add(table, "on disk", Numbers.megabytes(whole.modelBytes()), Numbers.megabytes(pruned.modelBytes()));
        return table.text();
    }

    private static void add(TextTable table, String what, Object before, Object after) {
        table.add(List.of(what, before.toString(), after.toString()));
    }

    /** The scores of the kept tasks in the whole model and in the pruned one, or a line that says that there are none. */
    static String scores(PrunedModel pruned) {
        List<KeptTask> after = pruned.model().tasks();
        if (after.stream().allMatch(task -> task.scores().isEmpty())) {
            return "not measured: without data the scores after pruning are not known%n".formatted();
        }
        TextTable table = new TextTable("llrrrr");
        table.add(List.of("task", "metric", "dev before", "after", "test before", "after"));
        IntStream.range(0, after.size()).forEach(i -> {
            KeptTask before = pruned.before().get(i);
            table.add(List.of(
                    before.name(),
                    before.metrics().getFirst(),
                    score(before, Split.DEV),
                    score(after.get(i), Split.DEV),
                    score(before, Split.TEST),
                    score(after.get(i), Split.TEST)));
        });
        return table.text();
    }

    private static String score(KeptTask task, Split split) {
        @Nullable
        Double value = task.scores()
                .getOrDefault(split.toString(), Map.of())
                .get(task.metrics().getFirst());
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
