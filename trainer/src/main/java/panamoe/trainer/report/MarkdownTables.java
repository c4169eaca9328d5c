package panamoe.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.experiment.Cost;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.TableCell;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.experiment.statistics.Verdict;
import panamoe.trainer.learner.Method;

/** Writes the tables of a run as Markdown: scores, differences paired by seed, and the spread of the differences over targets and tasks. */
public final class MarkdownTables {

    private static final String MAIN = Method.TASK_GATE_MOE.name();

    private final Results results;
    private final List<String> lines = new ArrayList<>();

    private MarkdownTables(Results results) {
        this.results = results;
    }

    /** All tables of a run. */
    public static String of(Results results, List<Exhibition> exhibitions) {
        MarkdownTables tables = new MarkdownTables(results);
        for (Exhibition exhibition : exhibitions) {
            ProtocolResult<?> result = exhibition.result();
            if (result != null) {
                tables.protocol(exhibition, result);
            }
        }
        tables.costs();
        return String.join("\n", tables.lines) + "\n";
    }

    private void protocol(Exhibition exhibition, ProtocolResult<?> result) {
        heading(exhibition.caption().title());
        scores(result, exhibition.caption().numbers());
        exhibition.tables().forEach(this::exhibit);
    }

    private void exhibit(Exhibit exhibit) {
        switch (exhibit) {
            case Exhibit.Heading heading -> heading(heading.text());
            case Exhibit.Breakdown breakdown -> parts(breakdown);
            case Exhibit.Table table ->
                table(
                        table.headers(),
                        table.rows().stream()
                                .map(row -> row.stream().map(TableCell::text).toList())
                                .toList());
            default ->
                throw new IllegalArgumentException("a " + exhibit.getClass().getSimpleName()
                        + " among the tables: expected headings, breakdowns and tables");
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

    private void scores(ProtocolResult<?> result, Numbers numbers) {
        List<List<String>> rows = new ArrayList<>();
        result.methods().forEach((method, outcome) -> {
            if (!(outcome instanceof MethodResult.Scored<?> scored)) {
                return;
            }
            Estimate difference = result.comparisons().get(Comparisons.key(MAIN, method));
            rows.add(List.of(
                    method,
                    numbers.withInterval(scored.score()),
                    difference == null ? "" : difference(difference),
                    difference == null ? "" : Verdict.of(difference).sign(),
                    difference == null ? "" : seedsToDecide(difference)));
        });
        table(List.of("Method", "Score", MAIN + " − it", "Interval is", "Seeds that would decide"), rows);
    }

    /** A table of the parts of a score, which is their mean, and the spread of the main differences over the parts. */
    private void parts(Exhibit.Breakdown breakdown) {
        Map<String, Map<String, Estimate>> byMethod = breakdown.byMethod();
        if (byMethod.isEmpty()) {
            return;
        }
        List<String> header = new ArrayList<>(List.of(breakdown.parts()));
        header.addAll(byMethod.keySet());
        Map<String, Estimate> main = byMethod.get(MAIN);
        Map<String, Estimate> dense = byMethod.get(Method.DENSE_MTL.name());
        if (main != null && dense != null) {
            header.add(MAIN + " − " + Method.DENSE_MTL.name());
        }
        List<List<String>> rows = new ArrayList<>();
        for (String part : byMethod.values().iterator().next().keySet()) {
            List<String> row = new ArrayList<>(List.of(part));
            byMethod.values().forEach(parts -> row.add(breakdown.numbers().mean(Lookup.in(parts, part))));
            if (main != null && dense != null) {
                row.add(difference(
                        Statistics.paired(results.run().seeds(), Lookup.in(main, part), Lookup.in(dense, part))));
            }
            rows.add(row);
        }
        table(header, rows);
        spread(byMethod);
    }

    /** The mean difference over the parts with its interval. The parts are treated as a sample of possible targets. */
    private void spread(Map<String, Map<String, Estimate>> byMethod) {
        Map<String, Estimate> main = byMethod.get(MAIN);
        if (main == null) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        byMethod.forEach((method, parts) -> {
            if (!method.equals(MAIN)) {
                List<Estimate> differences = new ArrayList<>();
                parts.forEach((part, estimate) ->
                        differences.add(Statistics.paired(results.run().seeds(), Lookup.in(main, part), estimate)));
                rows.add(List.of(method, spread(differences)));
            }
        });
        if (!rows.isEmpty()) {
            table(List.of("Method", MAIN + " − it, mean and interval over the rows above"), rows);
        }
    }

    /** The mean of the differences and its interval over them. If a seed diverged, the number of such seeds instead. */
    private static String spread(List<Estimate> differences) {
        Optional<Estimate> diverged = differences.stream()
                .filter(difference -> !difference.diverged().isEmpty())
                .findFirst();
        List<@Nullable Double> means = new ArrayList<>();
        differences.forEach(difference -> means.add(difference.mean()));
        return diverged.map(Numbers::diverged).orElseGet(() -> difference(Statistics.overParts(means)));
    }

    /** The number of seeds that would decide an undecided difference, if mean and deviation stayed the same; empty with one seed. */
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

    private void heading(String text) {
        lines.add("### " + text);
        lines.add("");
    }

    private void table(List<String> header, List<List<String>> rows) {
        lines.add(Markdown.table(header, rows));
    }
}
