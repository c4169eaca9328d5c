package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import panamoe.trainer.protocol.Design;
import panamoe.trainer.protocol.Plan;
import panamoe.trainer.protocol.RunFolder;
import panamoe.trainer.report.Details;
import panamoe.trainer.report.Environment;
import panamoe.trainer.report.Estimate;
import panamoe.trainer.report.MethodResult;
import panamoe.trainer.report.ProtocolResult;
import panamoe.trainer.report.Protocols;
import panamoe.trainer.report.Results;

/** What a run says on the terminal before and after it works. */
final class Announcement {

    private Announcement() {}

    static void print(PrintWriter out, Design design, Plan plan, RunFolder folder, Environment environment) {
        out.printf(
                "panamoe %s preset on %s, %d threads, backend %s%n",
                design.settings().preset(), environment.cpu(), environment.threads(), environment.backend());
        design.settings().toMap().forEach((name, value) -> out.printf("  %-12s %s%n", name, value));
        Plan left = plan.without(folder.finished());
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
        for (Map.Entry<String, MethodResult<D>> method : result.methods().entrySet()) {
            String text = switch (method.getValue()) {
                case MethodResult.Scored<D> scored -> format("%.3f", scored.score());
                case MethodResult.NotApplicable<D> none -> "not applicable: " + none.notApplicable();
            };
            out.printf("  %-16s %s%n", method.getKey(), text);
        }
        result.comparisons().forEach((pair, estimate) -> out.printf("  %-34s %s%n", pair, format("%+.3f", estimate)));
    }

    private static String format(String number, Estimate estimate) {
        if (estimate.mean() == null) {
            return "not measured: " + estimate.reason();
        }
        String mean = String.format(Locale.ROOT, number, estimate.mean());
        if (estimate.ci95() == null) {
            return mean;
        }
        String interval = "  (95 %% interval " + number + " to " + number + ")";
        return mean
                + String.format(
                        Locale.ROOT,
                        interval,
                        estimate.ci95().low(),
                        estimate.ci95().high());
    }
}
