package panamoe.trainer.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.Cost;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.experiment.statistics.Verdict;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.learner.MethodNames;

/** The tables of a run as Markdown: scores, paired differences by seed, and how far the differences vary over targets and tasks. */
public final class MarkdownTables {

    private static final String MAIN = MethodNames.TASK_GATE_MOE;

    private final Results results;
    private final List<String> lines = new ArrayList<>();

    private MarkdownTables(Results results) {
        this.results = results;
    }

    /** All tables. */
    public static String of(Results results) {
        return new MarkdownTables(results).text();
    }

    private String text() {
        Protocols protocols = results.protocols();
        if (protocols.lowResourceTransfer() != null) {
            lowResource(protocols.lowResourceTransfer());
        }
        if (protocols.unseenTaskGeneralization() != null) {
            unseen(protocols.unseenTaskGeneralization());
        }
        if (protocols.unrelatedTaskRobustness() != null) {
            robustness(protocols.unrelatedTaskRobustness());
        }
        costs();
        return String.join("\n", lines) + "\n";
    }

    private void lowResource(ProtocolResult<LowResourceDetails> result) {
        heading("Low-resource transfer");
        scores(result, Numbers.LEVEL);
        parts("Target, size", result, Numbers.LEVEL, details -> {
            Map<String, Estimate> parts = new LinkedHashMap<>();
            details.cells().forEach(cell -> parts.put(cell.target() + ", " + cell.size(), cell.score()));
            return parts;
        });
    }

    private void unseen(ProtocolResult<UnseenTaskDetails> result) {
        heading("Unseen task");
        scores(result, Numbers.LEVEL);
        parts("Target, area", result, Numbers.LEVEL, details -> {
            Map<String, Estimate> parts = new LinkedHashMap<>();
            details.areas().stream()
                    .filter(area -> area.start() == details.scoredStart())
                    .forEach(area -> parts.put(area.target(), area.area()));
            return parts;
        });
        forEachScored(result, (method, details) -> {
            if (details.starts().size() > 1) {
                gateStarts(method, details);
            }
        });
    }

    /** A column per target and one of their mean; a row per start and one per pair of starts. */
    private void gateStarts(String method, UnseenTaskDetails details) {
        Map<String, Map<String, Estimate>> columns = new LinkedHashMap<>();
        details.areas()
                .forEach(area -> columns.computeIfAbsent(area.target(), target -> new LinkedHashMap<>())
                        .put(area.start().label(), area.area()));
        columns.put("Mean", details.starts());
        List<String> header = new ArrayList<>(List.of("Gate start of " + method));
        header.addAll(columns.keySet());
        List<List<String>> rows = new ArrayList<>();
        for (String start : details.starts().keySet()) {
            rows.add(across(start, columns.values(), column -> Numbers.LEVEL.withInterval(column.get(start))));
        }
        for (String pair : details.startComparisons().keySet()) {
            rows.add(across(
                    pair.replace(" - ", " − "),
                    columns.values(),
                    column -> difference(
                            Comparisons.ofPairs(results.seeds(), column).get(pair))));
        }
        table(header, rows);
    }

    private static List<String> across(
            String name, Collection<Map<String, Estimate>> columns, Function<Map<String, Estimate>, String> cell) {
        List<String> row = new ArrayList<>(List.of(name));
        columns.forEach(column -> row.add(cell.apply(column)));
        return row;
    }

    private void robustness(ProtocolResult<RobustnessDetails> result) {
        heading("Unrelated tasks");
        scores(result, Numbers.CHANGE);
        form("Unrelated tasks added afterwards", result, RobustnessDetails::sequential);
        form("Unrelated tasks trained together with the others", result, RobustnessDetails::joint);
    }

    private void form(
            String title,
            ProtocolResult<RobustnessDetails> result,
            Function<RobustnessDetails, RobustnessDetails.@Nullable Form> form) {
        Map<String, RobustnessDetails.Form> forms = RobustnessDetails.byMethod(result, form);
        if (!forms.isEmpty()) {
            heading(title);
            parts("Old task", result, Numbers.CHANGE, details -> changes(form.apply(details)));
            totals(forms);
        }
    }

    private void costs() {
        if (results.costs().isEmpty()) {
            return;
        }
        heading("Cost of a model");
        List<List<String>> rows = new ArrayList<>();
        results.costs().forEach((method, cost) -> {
            List<String> row = new ArrayList<>(List.of(method));
            row.addAll(cost.cells());
            rows.add(row);
        });
        table(Cost.COLUMNS, rows);
    }

    private static Map<String, Estimate> changes(RobustnessDetails.Form form) {
        Map<String, Estimate> changes = new LinkedHashMap<>();
        form.oldTasks().forEach(task -> changes.put(task.task(), task.change()));
        return changes;
    }

    private void totals(Map<String, RobustnessDetails.Form> forms) {
        List<List<String>> rows = new ArrayList<>();
        forms.forEach((method, form) -> rows.add(List.of(
                method,
                Numbers.CHANGE.withInterval(form.meanChange()),
                Numbers.CHANGE.withInterval(form.worstChange()),
                Numbers.LEVEL.mean(form.newTasks().stream()
                        .map(RobustnessDetails.NewTask::score)
                        .toList()))));
        table(List.of("Method", "Mean change of old tasks", "Worst old task", "New tasks' own mean"), rows);
    }

    private <D extends Details> void scores(ProtocolResult<D> result, Numbers numbers) {
        List<List<String>> rows = new ArrayList<>();
        forEachMethod(result, (method, score) -> {
            Estimate difference = result.comparisons().get(Comparisons.key(MAIN, method));
            rows.add(List.of(
                    method,
                    numbers.withInterval(score),
                    difference == null ? "" : difference(difference),
                    difference == null ? "" : Verdict.of(difference).sign(),
                    difference == null ? "" : seedsToDecide(difference)));
        });
        table(List.of("Method", "Score", MAIN + " − it", "Interval is", "Seeds that would decide"), rows);
    }

    /** A table of the parts that a score is the mean of, and the spread of the main differences over them. */
    private <D extends Details> void parts(
            String what, ProtocolResult<D> result, Numbers numbers, Function<D, Map<String, Estimate>> partsOf) {
        Map<String, Map<String, Estimate>> byMethod = new LinkedHashMap<>();
        forEachScored(result, (method, details) -> byMethod.put(method, partsOf.apply(details)));
        if (byMethod.isEmpty()) {
            return;
        }
        List<String> header = new ArrayList<>(List.of(what));
        header.addAll(byMethod.keySet());
        boolean compared = byMethod.containsKey(MAIN) && byMethod.containsKey(MethodNames.DENSE_MTL);
        if (compared) {
            header.add(MAIN + " − " + MethodNames.DENSE_MTL);
        }
        List<List<String>> rows = new ArrayList<>();
        for (String part : byMethod.values().iterator().next().keySet()) {
            List<String> row = new ArrayList<>(List.of(part));
            byMethod.values()
                    .forEach(parts -> row.add(numbers.of(parts.get(part).mean())));
            if (compared) {
                row.add(difference(Statistics.paired(
                        results.seeds(),
                        byMethod.get(MAIN).get(part),
                        byMethod.get(MethodNames.DENSE_MTL).get(part))));
            }
            rows.add(row);
        }
        table(header, rows);
        spread(byMethod);
    }

    /** The mean difference of each part, taken as a sample of what other targets would show. */
    private void spread(Map<String, Map<String, Estimate>> byMethod) {
        if (!byMethod.containsKey(MAIN)) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        byMethod.forEach((method, parts) -> {
            if (!method.equals(MAIN)) {
                List<@Nullable Double> means = new ArrayList<>();
                parts.forEach((part, estimate) -> means.add(
                        Statistics.paired(results.seeds(), byMethod.get(MAIN).get(part), estimate)
                                .mean()));
                rows.add(List.of(method, difference(Statistics.overParts(means))));
            }
        });
        if (!rows.isEmpty()) {
            table(List.of("Method", MAIN + " − it, mean and interval over the rows above"), rows);
        }
    }

    /** For what is undecided: how many seeds would make it decided if nothing else changed; one seed alone cannot say. */
    private static String seedsToDecide(Estimate difference) {
        if (Verdict.of(difference) != Verdict.UNDECIDED || difference.ci95() == null) {
            return "";
        }
        OptionalInt seeds = Statistics.seedsToExcludeZero(difference);
        return seeds.isPresent() ? String.valueOf(seeds.getAsInt()) : "more than " + Statistics.MOST_SEEDS;
    }

    private static String difference(Estimate difference) {
        return Numbers.CHANGE.withInterval(difference);
    }

    private interface Each<T> {
        void accept(String method, T value);
    }

    private static <D extends Details> void forEachScored(ProtocolResult<D> result, Each<D> action) {
        result.methods().forEach((method, outcome) -> {
            if (outcome instanceof MethodResult.Scored<D> scored) {
                action.accept(method, scored.details());
            }
        });
    }

    private static <D extends Details> void forEachMethod(ProtocolResult<D> result, Each<Estimate> action) {
        result.methods().forEach((method, outcome) -> {
            if (outcome instanceof MethodResult.Scored<D> scored) {
                action.accept(method, scored.score());
            }
        });
    }

    private void heading(String text) {
        lines.add("### " + text);
        lines.add("");
    }

    private void table(List<String> header, List<List<String>> rows) {
        lines.add(row(header));
        lines.add(row(header.stream().map(cell -> "---").toList()));
        rows.forEach(cells -> lines.add(row(cells)));
        lines.add("");
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
