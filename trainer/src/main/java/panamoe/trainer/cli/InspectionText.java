package panamoe.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MoeSettings;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.inspection.ExpertUse;
import panamoe.trainer.product.inspection.ModelInspection;
import panamoe.trainer.product.inspection.Overlap;
import panamoe.trainer.report.ExpertCounts;
import panamoe.trainer.tasks.Split;

/** An inspection as lines for a reader. */
final class InspectionText {

    private static final int MOST_PAIRS = 10;

    /** Characters of a list of names in a column. */
    private static final int WIDEST_LIST = 60;

    private static final String NONE = "-";

    private final ModelInspection model;
    private final ModelConfig config;
    private final StringBuilder text = new StringBuilder();

    private InspectionText(ModelInspection model) {
        this.model = model;
        this.config = model.config();
    }

    /** Lines. */
    static String of(ModelInspection model) {
        InspectionText inspection = new InspectionText(model);
        inspection.appendFacts();
        inspection.appendTasks();
        inspection.appendScores();
        if (inspection.config.hasExperts()) {
            inspection.appendExperts();
        }
        inspection.appendHistory();
        return inspection.text.toString();
    }

    private void appendFacts() {
        int tasks = model.tasks().size();
        append(
                "%s: %s%s, method %s%n%n",
                model.folder(),
                tasks == 1 ? "1 task" : tasks + " tasks",
                config.slots() == tasks ? "" : " in " + config.slots() + " slots",
                method(config.method()));
        TextTable facts = new TextTable("ll");
        facts.add(List.of("encoder", encoder()));
        facts.add(List.of("trained", trained()));
        if (config.hasExperts()) {
            facts.add(List.of("experts", experts()));
        }
        facts.add(List.of(
                "parameters",
                "%s, of which %s were trained; a token of one task uses %s of these"
                        .formatted(
                                Numbers.millions(model.parameters()),
                                Numbers.millions(model.cost().parameters()),
                                Numbers.millions(model.cost().activeParameters()))));
        facts.add(List.of(
                "FLOPs",
                Numbers.millions(model.cost().flopsPerToken()) + " for a token in the trained layers, forward"));
        facts.add(List.of(
                "on disk",
                Numbers.megabytes(model.modelBytes()) + ", the whole folder "
                        + Numbers.megabytes(model.folderBytes())));
        text.append(facts.text());
    }

    private static String method(Method method) {
        return method.isBuiltIn()
                ? method.name()
                : method.name() + " (gate " + method.definition().get("gate") + ", weighting "
                        + method.weighting().label() + ")";
    }

    private String encoder() {
        return "%s: layers 0 to %d of width %d, for texts of at most %d tokens"
                .formatted(
                        MessageText.cut(config.encoderName()),
                        config.encoder().numHiddenLayers() - 1,
                        config.encoder().hiddenSize(),
                        config.model().maxTokens());
    }

    private String trained() {
        ModelSettings settings = config.model();
        String layers = settings.firstLayer() == settings.lastLayer()
                ? "layer " + settings.lastLayer()
                : "layers " + settings.firstLayer() + " to " + settings.lastLayer();
        if (!config.hasExperts()) {
            return layers;
        }
        return layers + ", with experts in " + Numbers.list(config.sparseLayers());
    }

    private String experts() {
        MoeSettings moe = config.model().moe();
        double taken = config.expertsPerToken(config.sparseLayers().getFirst());
        String number = taken == Math.rint(taken) ? String.valueOf((int) taken) : "on average " + taken;
        return ExpertCounts.text(config) + ", of which a token takes " + number
                + (moe.sharedExpert() ? ", beside one that every token takes" : "");
    }

    private void appendTasks() {
        TextTable table = new TextTable("llrrrl");
        table.add(List.of("task", "kind", "train", "dev", "test", "answers"));
        for (KeptTask task : model.tasks()) {
            table.add(List.of(
                    task.name(),
                    task.kind().toString(),
                    examples(task, Split.TRAIN),
                    examples(task, Split.DEV),
                    examples(task, Split.TEST),
                    answers(task)));
        }
        append("%n%s", table.text());
    }

    private static String examples(KeptTask task, Split split) {
        Integer count = task.examples().get(split.toString());
        return count == null ? NONE : count.toString();
    }

    private static String answers(KeptTask task) {
        return task.range().isEmpty()
                ? shortened(task.labels())
                : "a score from " + task.range().getFirst() + " to "
                        + task.range().getLast();
    }

    /** As many names as there is room for, at least one. */
    private static String shortened(List<String> names) {
        StringBuilder list = new StringBuilder(MessageText.cut(names.getFirst()));
        for (int i = 1; i < names.size(); i++) {
            String next = ", " + MessageText.cut(names.get(i));
            if (list.length() + next.length() > WIDEST_LIST) {
                return list + " and " + (names.size() - i) + " more";
            }
            list.append(next);
        }
        return list.toString();
    }

    private void appendScores() {
        Split compared =
                model.tasks().stream().anyMatch(task -> score(task, Split.TEST) != null) ? Split.TEST : Split.DEV;
        TextTable table = new TextTable("llrrrrl");
        table.add(List.of("task", "metric", "dev", "test", "majority", "probe", ""));
        for (KeptTask task : model.tasks()) {
            for (String metric : task.metrics()) {
                boolean main = metric.equals(task.metrics().getFirst());
                table.add(List.of(
                        main ? task.name() : "",
                        metric,
                        value(task.scores(), Split.DEV, metric),
                        value(task.scores(), Split.TEST, metric),
                        main ? value(task.baselines(), compared, KeptTask.MAJORITY) : "",
                        main ? value(task.baselines(), compared, KeptTask.LINEAR_PROBE) : "",
                        main && isWithinMajority(task, compared) ? "not above majority" : ""));
            }
        }
        append("%n%s%n", table.text().stripTrailing());
        append("majority, the most without a look at the texts, and probe, a linear classifier, are on %s%n", compared);
    }

    private static @Nullable Double score(KeptTask task, Split split) {
        return task.scores()
                .getOrDefault(split.toString(), Map.of())
                .get(task.metrics().getFirst());
    }

    private static boolean isWithinMajority(KeptTask task, Split split) {
        boolean measured = score(task, split) != null
                && task.examples().containsKey(split.toString())
                && task.baselines().getOrDefault(split.toString(), Map.of()).containsKey(KeptTask.MAJORITY);
        return measured && !task.isAboveMajority(split);
    }

    private static String value(Map<String, Map<String, Double>> bySplit, Split split, String name) {
        Double value = bySplit.getOrDefault(split.toString(), Map.of()).get(name);
        return value == null ? NONE : String.format(Locale.ROOT, "%.3f", value);
    }

    private void appendExperts() {
        if (model.layers().isEmpty()) {
            append("%nWhich experts the tasks use was not measured.%n");
            return;
        }
        for (ExpertUse use : model.layers()) {
            append("%nexperts of layer %d, by task, in percent of its tokens%n%s", use.layer(), ExpertPicture.of(use));
        }
        append("%s%n", ExpertPicture.LEGEND);
        if (!model.overlaps().isEmpty()) {
            appendOverlaps();
        }
    }

    private void appendOverlaps() {
        List<Integer> layers = model.layers().stream().map(ExpertUse::layer).toList();
        boolean several = layers.size() > 1;
        TextTable table = new TextTable("ll" + "r".repeat(layers.size()) + (several ? "r" : ""));
        List<String> head = new ArrayList<>(List.of("task", "and"));
        layers.forEach(layer -> head.add("layer " + layer));
        if (several) {
            head.add("mean");
        }
        table.add(head);
        for (Overlap pair : model.overlaps().stream().limit(MOST_PAIRS).toList()) {
            List<String> row = new ArrayList<>(List.of(pair.task(), pair.other()));
            layers.forEach(layer -> row.add(shared(pair.layers().get(layer))));
            if (several) {
                row.add(shared(pair.mean()));
            }
            table.add(row);
        }
        append("%nthe part of their experts that two tasks share, the most alike first%n%s", table.text());
        if (model.overlaps().size() > MOST_PAIRS) {
            append("and %d other pairs%n", model.overlaps().size() - MOST_PAIRS);
        }
    }

    private static String shared(@Nullable Double part) {
        return part == null ? NONE : String.format(Locale.ROOT, "%.2f", part);
    }

    private void appendHistory() {
        TextTable table = new TextTable("ll");
        for (HistoryEntry entry : config.history()) {
            table.add(List.of(entry.event().toString(), MessageText.names(entry.tasks())));
            table.add(List.of("", String.join(", ", circumstances(entry))));
        }
        append("%nhistory%n%s", table.text());
    }

    private static List<String> circumstances(HistoryEntry entry) {
        Stream<String> measured = entry.data().isEmpty()
                ? Stream.empty()
                : Stream.of("measured on data " + MessageText.cut(entry.data()));
        Stream<String> learnt = entry.steps() == 0
                ? measured
                : Stream.of(entry.steps() + " steps", "seed " + entry.seed(), "data " + MessageText.cut(entry.data()));
        return Stream.concat(learnt, Stream.of(MessageText.cut(entry.program())))
                .toList();
    }

    private void append(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
