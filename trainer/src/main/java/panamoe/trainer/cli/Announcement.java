package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.Plan;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Estimate;

/** What a run says on the terminal before and after it works. */
final class Announcement {

    private Announcement() {}

    static void print(PrintWriter out, Design design, Plan plan, RunFolder folder, Environment environment) {
        out.printf(
                "panamoe %s preset on %s, %d threads, backend %s%n",
                design.settings().preset(), environment.cpu(), environment.threads(), environment.backend());
        design.settings().toMap().forEach((name, value) -> out.printf("  %s: %s%n", name, flow(value)));
        Plan left = plan.left(folder);
        out.printf(
                Locale.ROOT,
                "plan: %d units, %,d training steps; %d units are done, %,d steps are left%n",
                plan.units().size(),
                plan.steps(),
                plan.units().size() - left.units().size(),
                left.steps());
        out.printf("writing to %s%n", folder.path());
        out.flush();
    }

    /** A value as YAML in one line. */
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

    static void printScores(PrintWriter out, Results results, Path folder, boolean stopped) {
        if (stopped) {
            out.printf("stopped; to go on: the same command with --resume --out %s%n", folder);
        }
        Protocols protocols = results.protocols();
        printScores(out, Protocols.LOW_RESOURCE, protocols.lowResourceTransfer());
        printScores(out, Protocols.UNSEEN_TASK, protocols.unseenTaskGeneralization());
        printScores(out, Protocols.ROBUSTNESS, protocols.unrelatedTaskRobustness());
        out.printf("report: %s%n", folder.resolve("report.html"));
        out.flush();
    }

    private static <D extends Details> void printScores(PrintWriter out, String name, ProtocolResult<D> result) {
        if (result == null) {
            return;
        }
        out.printf("%n%s%n", name);
        int width = Stream.concat(result.methods().keySet().stream(), result.mainComparisons().keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String row = "  %-" + width + "s  %s%n";
        for (Map.Entry<String, MethodResult<D>> method : result.methods().entrySet()) {
            String text = switch (method.getValue()) {
                case MethodResult.Scored<D> scored -> format("%.3f", scored.score());
                case MethodResult.NotApplicable<D> none -> "not applicable: " + none.notApplicable();
            };
            out.printf(row, method.getKey(), text);
        }
        result.mainComparisons().forEach((pair, estimate) -> out.printf(row, pair, format("%+.3f", estimate)));
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
