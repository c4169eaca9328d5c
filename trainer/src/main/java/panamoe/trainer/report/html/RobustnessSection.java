package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.robustness.RobustnessDetails.Form;
import panamoe.trainer.experiment.robustness.RobustnessDetails.NewTask;
import panamoe.trainer.experiment.robustness.RobustnessDetails.OldTask;
import panamoe.trainer.experiment.statistics.Numbers;

/** Protocol (iii): the old tasks before and after, in both forms, and how well the new tasks were learnt. */
final class RobustnessSection {

    private RobustnessSection() {}

    static DomContent of(ProtocolResult<RobustnessDetails> result) {
        return each(
                form(
                        result,
                        "Added afterwards (sequential)",
                        "Only the new tasks are trained, without replay; old heads and gates are not touched.",
                        RobustnessDetails::sequential),
                form(
                        result,
                        "Trained together (joint)",
                        "Old and new tasks are trained together, the new tasks' steps on top. Before is the model"
                                + " trained without them.",
                        RobustnessDetails::joint));
    }

    private static DomContent form(
            ProtocolResult<RobustnessDetails> result,
            String title,
            String text,
            Function<RobustnessDetails, @Nullable Form> form) {
        Map<String, Form> forms = RobustnessDetails.byMethod(result, form);
        if (forms.isEmpty()) {
            return each(h3(title), p("Not part of the run."));
        }
        List<Double> shown = forms.values().stream()
                .flatMap(f -> BeforeAfterChart.values(f.oldTasks()))
                .toList();
        List<DomContent> panels = new ArrayList<>();
        forms.forEach((method, f) -> panels.add(Page.panel(
                Page.methodName(method),
                BeforeAfterChart.of(
                        "Old tasks before and after, " + method, Look.ofMethod(method), f.oldTasks(), shown))));
        return each(
                h3(title),
                p(text + " Hollow: before. Filled: after."),
                Page.panels(panels),
                totals(forms),
                Page.folded("Each task as a table", each(oldTasks(forms), newTasks(forms))));
    }

    private static DomContent totals(Map<String, Form> forms) {
        List<List<DomContent>> rows = new ArrayList<>();
        forms.forEach((method, f) -> {
            rows.add(List.of(
                    Page.methodName(method),
                    text(Numbers.CHANGE.withInterval(f.meanChange())),
                    text(Numbers.CHANGE.withInterval(f.worstChange())),
                    text(Numbers.LEVEL.mean(
                            f.newTasks().stream().map(NewTask::score).toList()))));
        });
        return Page.tableOf(
                List.of("Method", "Mean change of old tasks", "Worst old task", "New tasks' own mean"), rows);
    }

    private static DomContent oldTasks(Map<String, Form> forms) {
        List<List<DomContent>> rows = new ArrayList<>();
        forms.forEach((method, f) -> {
            for (OldTask task : f.oldTasks()) {
                rows.add(List.of(
                        Page.methodName(method),
                        text(task.task()),
                        text(task.metric()),
                        text(Numbers.LEVEL.of(task.before().mean())),
                        text(Numbers.LEVEL.of(task.after().mean())),
                        text(Numbers.CHANGE.withInterval(task.change()))));
            }
        });
        return Page.tableOf(List.of("Method", "Old task", "Metric", "Before", "After", "Change"), rows);
    }

    private static DomContent newTasks(Map<String, Form> forms) {
        List<List<DomContent>> rows = new ArrayList<>();
        forms.forEach((method, f) -> {
            for (NewTask task : f.newTasks()) {
                rows.add(List.of(
                        Page.methodName(method),
                        text(task.task()),
                        text(task.metric()),
                        text(Numbers.LEVEL.withInterval(task.score()))));
            }
        });
        return Page.tableOf(List.of("Method", "New task", "Metric", "Score"), rows);
    }
}
