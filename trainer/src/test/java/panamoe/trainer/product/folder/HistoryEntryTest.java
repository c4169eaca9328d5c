package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.trainer.product.folder.HistoryEntry.Event;

class HistoryEntryTest {

    private static void assertRefused(List<String> tasks, String data, int steps, String program, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new HistoryEntry(Event.TASK_ADDED, tasks, data, steps, 1, program))
                .withMessage(message);
    }

    @Test
    void whatTellsNothingIsRefused() {
        assertRefused(List.of(), "d", 1, "p", "history: task-added with tasks []: expected at least one, each once");
        assertRefused(
                List.of("a", "a"),
                "d",
                1,
                "p",
                "history: task-added with tasks [a, a]: expected at least one, each once");
        assertRefused(
                List.of("a b"),
                "d",
                1,
                "p",
                "history: task-added with task \"a b\": expected lower-case letters and digits joined by hyphens");
        assertRefused(List.of("a"), "d", -1, "p", "history: task-added with steps -1: expected at least 0");
        assertRefused(
                List.of("a"), " ", 1, "p", "history: task-added with 1 steps and no data: expected the data's name");
        assertRefused(
                List.of("a"), "d", 1, "\u200b", "history: task-added with no program: expected the one that did it");
    }

    @Test
    void whatTaughtNothingHasNeitherStepsNorData() {
        HistoryEntry pruned = new HistoryEntry(Event.PRUNED, List.of("a"), "", 0, 1, "p");
        assertThat(pruned.event()).hasToString("pruned");
    }
}
