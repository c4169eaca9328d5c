package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import panamoe.trainer.product.folder.HistoryEntry.Event;

class HistoryEntryTest {

    private static void assertRefused(List<String> tasks, String data, int steps, String program, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new HistoryEntry(Event.TASK_ADDED, tasks, data, steps, 1, Optional.empty(), program))
                .withMessage(message);
    }

    @Test
    void incompleteEntriesAreRefused() {
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
                List.of("a"), " ", 1, "p", "history: task-added with 1 step and no data: expected the data's name");
        assertRefused(
                List.of("a"), "d", 1, "\u200b", "history: task-added with no program: expected the one that did it");
    }

    @Test
    void aPruningNeedsNoData() {
        HistoryEntry pruned = HistoryEntry.pruned(List.of("a"), "", 0.05);
        assertThat(pruned.event()).hasToString("pruned");
        assertThat(pruned.threshold()).contains(0.05);
    }

    @Test
    void onlyAPruningHasAThreshold() {
        for (double threshold : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> HistoryEntry.pruned(List.of("a"), "", threshold))
                    .withMessage(
                            "history: pruned with threshold " + threshold + ": expected 0 to 1, and only with pruned");
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new HistoryEntry(Event.TASK_ADDED, List.of("a"), "d", 1, 1, Optional.of(0.5), "p"))
                .withMessageContaining("expected 0 to 1, and only with pruned");
    }
}
