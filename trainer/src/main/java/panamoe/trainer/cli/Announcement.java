package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Plural;
import panamoe.trainer.experiment.Experiment;
import panamoe.trainer.experiment.Plan;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.SettingsReader;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Estimate;

/** Prints the settings and the plan of a run before it starts, and its scores after it. */
final class Announcement {

    private Announcement() {}

    static void print(PrintWriter out, Experiment experiment) {
        RunSettings settings = experiment.settings();
        Environment environment = experiment.environment();
        out.printf(
                "panamoe %s preset on %s, %s, backend %s%n",
                settings.preset(),
                environment.cpu(),
                Plural.of(environment.threads(), "thread"),
                environment.backend());
        SettingsReader.toMap(settings).forEach((name, value) -> out.printf("  %s: %s%n", name, flow(value)));
        Plan plan = experiment.plan();
        Plan left = experiment.left();
        out.printf(
                Locale.ROOT,
                "plan: %s, %,d training steps; left: %s, %,d steps%n",
                Plural.of(plan.units().size(), "unit"),
                plan.steps(),
                Plural.of(left.units().size(), "unit"),
                left.steps());
        out.printf("writing to %s%n", experiment.folder().path());
        out.flush();
    }

    /** A value as YAML on one line. */
    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Announcement::flow).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    static void printStopped(PrintWriter out, Path folder) {
        out.printf("stopped; to continue, run the same command with --resume --out %s%n", folder);
    }

    static void printScores(PrintWriter out, Results results, Path page) {
        results.protocols().forEach((name, result) -> printScores(out, name, result));
        results.notes().forEach(note -> out.printf("%n%s%n", note));
        out.printf("report: %s%n", page);
        out.flush();
    }

    /** Lists the units in which a model diverged, and says which settings to change. */
    static void printDiverged(PrintWriter err, Experiment experiment) {
        List<UnitResult> diverged = experiment.diverged();
        if (diverged.isEmpty()) {
            return;
        }
        diverged.forEach(unit -> err.printf("%s: %s%n", unit.key(), unit.diverged()));
        err.printf(
                "panamoe: %d of %s diverged, without scores: lower the learning rates in the settings, or training.clip-norm%n",
                diverged.size(), Plural.of(experiment.plan().units().size(), "unit"));
        err.flush();
    }

    private static void printScores(PrintWriter out, String name, ProtocolResult<?> result) {
        out.printf("%n%s%n", name);
        int width = Stream.concat(result.methods().keySet().stream(), result.mainComparisons().keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String row = "  %-" + width + "s  %s%n";
        result.methods().forEach((method, outcome) -> out.printf(row, method, text(outcome)));
        result.mainComparisons().forEach((pair, estimate) -> out.printf(row, pair, format("%+.3f", estimate)));
    }

    private static String text(MethodResult<?> outcome) {
        return switch (outcome) {
            case MethodResult.Scored<?> scored -> format("%.3f", scored.score());
            case MethodResult.NotApplicable<?> none -> "not applicable: " + none.notApplicable();
        };
    }

    private static String format(String number, Estimate estimate) {
        if (estimate.mean() == null) {
            return "not measured: " + estimate.reason();
        }
        String text = String.format(Locale.ROOT, number, estimate.mean());
        if (estimate.ci95() != null) {
            text += String.format(
                    Locale.ROOT,
                    "  (95 %% interval " + number + " to " + number + ")",
                    estimate.ci95().low(),
                    estimate.ci95().high());
        }
        if (estimate.perSeed().contains(null)) {
            text += "  " + estimate.reason();
        }
        return text;
    }
}
