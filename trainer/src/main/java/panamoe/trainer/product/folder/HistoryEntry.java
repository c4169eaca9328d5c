package panamoe.trainer.product.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import panamoe.tensor.Check;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.Version;
import panamoe.trainer.tasks.Task;

/**
 * An event of a kept model: an entry of {@code history} in {@code config.json}.
 *
 * @param event the kind of the event
 * @param tasks the names of its tasks, each once
 * @param data the name of the data that the tasks were learned from, with a fingerprint if it comes from files; for a pruning the data
 *     that the tasks were measured on; empty without data
 * @param steps the number of training steps that the weights have from it; 0 if nothing was learned
 * @param seed of the random numbers
 * @param threshold the share of tokens below which a pruning removed experts, from 0 to 1; empty for other events, and for prunings by
 *     programs that did not record it
 * @param program the name and version of the program
 */
public record HistoryEntry(
        Event event,
        List<String> tasks,
        String data,
        int steps,
        long seed,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> threshold,
        String program) {

    /** The kinds of events. */
    public enum Event {
        /** The trained part of the model learned the tasks together. */
        TRAINED,
        /** The model learned further tasks. */
        TASK_ADDED,
        /** All other tasks were removed, with the experts that the tasks of this entry do not use. */
        PRUNED;

        /** The name in {@code config.json}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws IllegalArgumentException if there are no tasks, a name is not valid, a number is out of range, or a text is missing */
    public HistoryEntry {
        String what = "history: " + event;
        tasks = List.copyOf(tasks);
        Check.that(
                !tasks.isEmpty() && tasks.stream().distinct().count() == tasks.size(),
                what + " with tasks " + tasks + ": expected at least one, each once");
        tasks.forEach(task -> Task.requireName(what + " with task", task));
        Check.that(steps >= 0, what + " with steps " + steps + ": expected at least 0");
        Check.that(
                !Blank.is(data) || steps == 0,
                () -> what + " with " + Plural.of(steps, "step") + " and no data: expected the data's name");
        Check.that(
                threshold.isEmpty() || event == Event.PRUNED && threshold.get() >= 0 && threshold.get() <= 1,
                () -> what + " with threshold " + threshold.orElseThrow() + ": expected 0 to 1, and only with "
                        + Event.PRUNED);
        Check.that(!Blank.is(program), what + " with no program: expected the one that did it");
    }

    /**
     * A pruning by this program.
     *
     * @param tasks the names of the kept tasks
     * @param data that they were measured on afterwards; empty if they were not measured
     * @param threshold the share of tokens below which experts were removed
     */
    public static HistoryEntry pruned(List<String> tasks, String data, double threshold) {
        return new HistoryEntry(Event.PRUNED, tasks, data, 0, 0, Optional.of(threshold), Version.text());
    }

    /** The training of tasks by this program. */
    public static HistoryEntry learned(Event event, List<String> tasks, String data, int steps, long seed) {
        return new HistoryEntry(event, tasks, data, steps, seed, Optional.empty(), Version.text());
    }
}
