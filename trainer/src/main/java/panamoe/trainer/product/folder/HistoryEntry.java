package panamoe.trainer.product.folder;

import java.util.List;
import java.util.Locale;
import panamoe.tensor.Check;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.Version;
import panamoe.trainer.tasks.Task;

/**
 * An event of a kept model: an entry of {@code history} in {@code config.json}.
 *
 * @param event what was done
 * @param tasks the names of those that it concerns, each once
 * @param data that the tasks were learnt from, as settings have it: its name, and for files a fingerprint of all that was read of them;
 *     of a pruning, those that the tasks were measured on; empty where there were none
 * @param steps of training that the weights have from it; 0 where nothing was learnt
 * @param seed of what was drawn
 * @param program that did it
 */
public record HistoryEntry(Event event, List<String> tasks, String data, int steps, long seed, String program) {

    /** The kinds of events. */
    public enum Event {
        /** All of its trained part learnt the tasks together. */
        TRAINED,
        /** A model that there was learnt tasks that it did not know. */
        TASK_ADDED,
        /** All other tasks were given up, with the experts that these do not use. */
        PRUNED;

        /** The name in {@code config.json}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws IllegalArgumentException if there are no tasks, a name is none of a task's, or a number or a text is missing */
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
                what + " with " + steps + " steps and no data: expected the data's name");
        Check.that(!Blank.is(program), what + " with no program: expected the one that did it");
    }

    /**
     * A model that this program pruned to some tasks.
     *
     * @param data that they were measured on afterwards; empty if they were not
     */
    public static HistoryEntry pruned(List<String> tasks, String data) {
        return new HistoryEntry(Event.PRUNED, tasks, data, 0, 0, Version.text());
    }

    /** Tasks that this program taught a model, with their data. */
    public static HistoryEntry learnt(Event event, List<String> tasks, String data, int steps, long seed) {
        return new HistoryEntry(event, tasks, data, steps, seed, Version.text());
    }
}
