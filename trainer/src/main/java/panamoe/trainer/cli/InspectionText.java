package panamoe.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Plural;
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

/** An inspection as text for a terminal of 80 columns. */
final class InspectionText {

    private static final int MOST_PAIRS = 10;

    /** Columns of a terminal. */
    private static final int WIDTH = 80;

    private static final String NONE = "-";

    private final ModelInspection model;
    private final ModelConfig config;
    private final StringBuilder text = new StringBuilder();

    private InspectionText(ModelInspection model) {
        this.model = model;
        this.config = model.config();
    }

    /** The lines of the text. */
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
                Plural.of(tasks, "task"),
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
        text.append(facts.text(WIDTH));
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
                + (moe.sharedExpert() ? ", and a shared one that every token takes" : "");
    }

    private void appendTasks() {
        TextTable sizes = new TextTable("llrrr");
        sizes.add(List.of("task", "kind", "train", "dev", "test"));
        model.tasks().forEach(task -> sizes.add(sizes(task)));
        int room = WIDTH - sizes.width() - TextTable.GAP;
        TextTable table = new TextTable("llrrrl");
        table.add(List.of("task", "kind", "train", "dev", "test", "answers"));
        for (KeptTask task : model.tasks()) {
            List<String> row = new ArrayList<>(sizes(task));
            row.add(answers(task, room));
            table.add(row);
        }
        append("%n%s", table.text(WIDTH));
    }

    private static List<String> sizes(KeptTask task) {
        return List.of(
                task.name(),
                task.kind().toString(),
                examples(task, Split.TRAIN),
                examples(task, Split.DEV),
                examples(task, Split.TEST));
    }

    private static String examples(KeptTask task, Split split) {
        Integer count = task.examples().get(split.toString());
        return count == null ? NONE : count.toString();
    }

    private static String answers(KeptTask task, int room) {
        return task.range().isEmpty()
                ? shortened(task.labels(), room)
                : "a score from " + task.range().getFirst() + " to "
                        + task.range().getLast();
    }

    /** As many names as there is room for, at least one, and the number of the others. */
    private static String shortened(List<String> names, int room) {
        for (int count = Math.min(names.size(), room); count > 1; count--) {
            String list = list(names, count);
            if (list.length() <= room) {
                return list;
            }
        }
        return list(names, 1);
    }

    private static String list(List<String> names, int count) {
        String first = names.stream().limit(count).map(MessageText::cut).collect(Collectors.joining(", "));
        return count == names.size() ? first : first + " and " + (names.size() - count) + " more";
    }

    private void appendScores() {
        Split compared =
                model.tasks().stream().anyMatch(task -> score(task, Split.TEST) != null) ? Split.TEST : Split.DEV;
        boolean probed = model.tasks().stream()
                .anyMatch(
                        task -> baseline(task, compared, KeptTask.LINEAR_PROBE).isPresent());
        TextTable table = new TextTable(probed ? "llrrrrl" : "llrrrl");
        List<String> head = new ArrayList<>(List.of("task", "metric", "dev", "test", "majority", ""));
        if (probed) {
            head.add(head.size() - 1, "probe");
        }
        table.add(head);
        for (KeptTask task : model.tasks()) {
            for (String metric : task.metrics()) {
                boolean main = metric.equals(task.metrics().getFirst());
                List<String> row = new ArrayList<>(List.of(
                        main ? task.name() : "",
                        metric,
                        value(task.scores(), Split.DEV, metric),
                        value(task.scores(), Split.TEST, metric),
                        main ? value(task.baselines(), compared, KeptTask.MAJORITY) : "",
                        main && isWithinMajority(task, compared) ? "not above majority" : ""));
                if (probed) {
                    row.add(row.size() - 1, main ? value(task.baselines(), compared, KeptTask.LINEAR_PROBE) : "");
                }
                table.add(row);
            }
        }
        append("%n%s", table.text(WIDTH));
        append("majority: the most that is reached without a look at the texts, on %s%n", compared);
        if (probed) {
            append("probe: a linear classifier on the pretrained encoder, on %s%n", compared);
        }
    }

    private static Optional<Double> baseline(KeptTask task, Split split, String name) {
        return Optional.ofNullable(
                task.baselines().getOrDefault(split.toString(), Map.of()).get(name));
    }

    private static @Nullable Double score(KeptTask task, Split split) {
        return task.scores()
                .getOrDefault(split.toString(), Map.of())
                .get(task.metrics().getFirst());
    }

    private static boolean isWithinMajority(KeptTask task, Split split) {
        boolean measured = score(task, split) != null
                && task.examples().containsKey(split.toString())
                && baseline(task, split, KeptTask.MAJORITY).isPresent();
        return measured && !task.isAboveMajority(split);
    }

    private static String value(Map<String, Map<String, Double>> bySplit, Split split, String name) {
        Double value = bySplit.getOrDefault(split.toString(), Map.of()).get(name);
        return value == null ? NONE : String.format(Locale.ROOT, "%.3f", value);
    }

    private void appendExperts() {
        if (model.layers().isEmpty()) {
            append("%nThe experts that each task uses were not measured.%n");
            return;
        }
        for (ExpertUse use : model.layers()) {
            append("%nexperts of layer %d, in percent of the task's tokens%n%s", use.layer(), ExpertPicture.of(use));
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
        append("%nhow alike two tasks use the experts, from 0 to 1, the most alike first%n%s", table.text());
        if (model.overlaps().size() > MOST_PAIRS) {
            append("and %s%n", Plural.of(model.overlaps().size() - MOST_PAIRS, "other pair"));
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
        append("%nhistory%n%s", table.text(WIDTH));
    }

    private static List<String> circumstances(HistoryEntry entry) {
        Stream<String> measured = entry.data().isEmpty()
                ? Stream.empty()
                : Stream.of("measured on data " + MessageText.cut(entry.data()));
        Stream<String> learned = entry.steps() == 0
                ? measured
                : Stream.of(
                        Plural.of(entry.steps(), "step"),
                        "seed " + entry.seed(),
                        "data " + MessageText.cut(entry.data()));
        return Stream.of(
                        entry.threshold().stream().map(threshold -> "threshold " + threshold),
                        learned,
                        Stream.of(MessageText.cut(entry.program())))
                .flatMap(Function.identity())
                .toList();
    }

    private void append(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
