package panamoe.trainer.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import panamoe.trainer.experiment.protocol.RunSettings;

/** Warns about models that are hardly trained, so that nobody takes a comparison of untrained models for a finding. */
final class TrainingNotes {

    private TrainingNotes() {}

    /** A task, and the settings to raise so that the models that measured it train longer. */
    record Judged(TaskSummary task, List<String> steps) {}

    /** The number of tasks that a method learned, of those that it measured. */
    private record Learned(String method, long above, long judged) {

        static Learned of(String method, List<TaskSummary> tasks) {
            List<TaskSummary.Mark> marks = tasks.stream()
                    .filter(task -> task.methods().containsKey(method))
                    .map(task -> task.methods().get(method).mark())
                    .filter(mark -> mark != TaskSummary.Mark.UNKNOWN)
                    .toList();
            return new Learned(
                    method,
                    marks.stream().filter(TaskSummary.Mark.ABOVE::equals).count(),
                    marks.size());
        }

        boolean isHardlyTrained() {
            return 2 * above < judged;
        }

        @Override
        public String toString() {
            return method + " is above the baseline on " + above + " of " + judged + " tasks";
        }
    }

    /** One sentence for each kind of run in which a method ends above the baseline on fewer than half of its tasks. */
    static List<String> of(RunSettings settings, List<Judged> tasks) {
        Map<List<String>, List<TaskSummary>> bySteps = tasks.stream()
                .filter(judged -> !judged.steps().isEmpty())
                .collect(Collectors.groupingBy(
                        Judged::steps, LinkedHashMap::new, Collectors.mapping(Judged::task, Collectors.toList())));
        List<String> notes = new ArrayList<>();
        bySteps.forEach((steps, some) -> {
            List<Learned> hardlyTrained = settings.methods().stream()
                    .map(method -> Learned.of(method.name(), some))
                    .filter(Learned::isHardlyTrained)
                    .toList();
            if (!hardlyTrained.isEmpty()) {
                notes.add("Hardly trained: "
                        + hardlyTrained.stream().map(Learned::toString).collect(Collectors.joining(", ")) + ". Raise "
                        + steps.stream()
                                .map(key -> key + " (now " + value(settings, key) + ")")
                                .collect(Collectors.joining(" and "))
                        + " or training.rates.");
            }
        });
        return notes;
    }

    private static Object value(RunSettings settings, String key) {
        Object value = SettingsReader.toMap(settings);
        for (String part : key.split("\\.")) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(part), () -> "no setting " + key);
        }
        return value;
    }
}
