package panamoe.trainer.experiment.robustness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.experiment.exhibit.TableCell;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails.Form;
import panamoe.trainer.experiment.robustness.RobustnessDetails.NewTask;
import panamoe.trainer.experiment.robustness.RobustnessDetails.OldTask;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** Shows the scores of the old tasks before and after in both forms, and the scores of the new tasks. */
final class RobustnessExhibits {

    private RobustnessExhibits() {}

    static Exhibition of(Caption caption, ProtocolResult<RobustnessDetails> result) {
        Map<String, Form> sequential = forms(result, RobustnessDetails::sequential);
        Map<String, Form> joint = forms(result, RobustnessDetails::joint);
        List<Exhibit> page = Stream.concat(
                        onPage(
                                "Added afterwards (sequential)",
                                "Only the new tasks are trained, without replay. The heads and gates of the old tasks are not changed.",
                                sequential)
                                .stream(),
                        onPage(
                                "Trained together (joint)",
                                "Old and new tasks are trained together, with additional steps for the new tasks. Before:"
                                        + " the model trained without the new tasks.",
                                joint)
                                .stream())
                .toList();
        List<Exhibit> tables = Stream.concat(
                        asTables("Unrelated tasks added afterwards", sequential).stream(),
                        asTables("Unrelated tasks trained together with the others", joint).stream())
                .toList();
        return new Exhibition(caption, result, page, tables, Map.of());
    }

    /** The results of one form by method; empty if the form was not run. */
    private static Map<String, Form> forms(
            ProtocolResult<RobustnessDetails> result, Function<RobustnessDetails, @Nullable Form> form) {
        Map<String, Form> forms = new LinkedHashMap<>();
        result.scored().forEach((method, details) -> {
            if (form.apply(details) != null) {
                forms.put(method, form.apply(details));
            }
        });
        return forms;
    }

    private static List<Exhibit> onPage(String title, String text, Map<String, Form> forms) {
        if (forms.isEmpty()) {
            return List.of(new Exhibit.Heading(title), new Exhibit.Paragraph("This form was not part of the run."));
        }
        List<Exhibit.Panel> panels = new ArrayList<>();
        forms.forEach((method, form) -> panels.add(new Exhibit.Panel(
                TableCell.ofMethod(method),
                new Picture.BeforeAfter(
                        "Old tasks before and after, " + method,
                        new Series.OfMethod(method),
                        form.oldTasks().stream().map(RobustnessExhibits::change).toList()))));
        return List.of(
                new Exhibit.Heading(title),
                new Exhibit.Paragraph(text + " Hollow: before. Filled: after."),
                new Exhibit.Panels(panels),
                totals(forms),
                new Exhibit.Folded("Each task as a table", List.of(oldTasks(forms), newTasks(forms))));
    }

    private static Picture.Change change(OldTask task) {
        return new Picture.Change(
                task.task(), task.before(), task.after(), task.change().reason());
    }

    private static List<Exhibit> asTables(String title, Map<String, Form> forms) {
        if (forms.isEmpty()) {
            return List.of();
        }
        Map<String, Map<String, Estimate>> changes = new LinkedHashMap<>();
        forms.forEach((method, form) -> {
            Map<String, Estimate> ofTasks = new LinkedHashMap<>();
            form.oldTasks().forEach(task -> ofTasks.put(task.task(), task.change()));
            changes.put(method, ofTasks);
        });
        return List.of(
                new Exhibit.Heading(title), new Exhibit.Breakdown("Old task", Numbers.CHANGE, changes), totals(forms));
    }

    private static Exhibit totals(Map<String, Form> forms) {
        List<List<TableCell>> rows = new ArrayList<>();
        forms.forEach((method, form) -> rows.add(List.of(
                TableCell.ofMethod(method),
                TableCell.of(Numbers.CHANGE.withInterval(form.meanChange())),
                TableCell.of(Numbers.CHANGE.withInterval(form.worstChange())),
                TableCell.of(Numbers.LEVEL.mean(
                        form.newTasks().stream().map(NewTask::score).toList())))));
        return new Exhibit.Table(
                List.of("Method", "Mean change of old tasks", "Worst old task", "New tasks' own mean"), rows);
    }

    private static Exhibit oldTasks(Map<String, Form> forms) {
        List<List<TableCell>> rows = new ArrayList<>();
        forms.forEach((method, form) -> {
            for (OldTask task : form.oldTasks()) {
                rows.add(List.of(
                        TableCell.ofMethod(method),
                        TableCell.of(task.task()),
                        TableCell.of(task.metric()),
                        TableCell.of(Numbers.LEVEL.mean(task.before())),
                        TableCell.of(Numbers.LEVEL.mean(task.after())),
                        TableCell.of(Numbers.CHANGE.withInterval(task.change()))));
            }
        });
        return new Exhibit.Table(List.of("Method", "Old task", "Metric", "Before", "After", "Change"), rows);
    }

    private static Exhibit newTasks(Map<String, Form> forms) {
        List<List<TableCell>> rows = new ArrayList<>();
        forms.forEach((method, form) -> {
            for (NewTask task : form.newTasks()) {
                rows.add(List.of(
                        TableCell.ofMethod(method),
                        TableCell.of(task.task()),
                        TableCell.of(task.metric()),
                        TableCell.of(Numbers.LEVEL.withInterval(task.score()))));
            }
        });
        return new Exhibit.Table(List.of("Method", "New task", "Metric", "Score"), rows);
    }
}
