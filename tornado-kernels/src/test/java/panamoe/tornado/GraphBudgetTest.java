package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A graph is full when the first of TornadoVM's three buffers is. */
class GraphBudgetTest {

    private static int tasks(GraphBudget budget, int arguments, int written, int ownArrays, Object... shared) {
        int tasks = 0;
        while (true) {
            Object[] arrays = new Object[ownArrays + shared.length];
            System.arraycopy(shared, 0, arrays, 0, shared.length);
            for (int i = shared.length; i < arrays.length; i++) {
                arrays[i] = new Object();
            }
            if (!budget.add(arguments, written, arrays)) {
                return tasks;
            }
            tasks++;
        }
    }

    @Test
    void tasksAreLimited() {
        assertThat(tasks(new GraphBudget(0), 1, 0, 0)).isEqualTo(256);
    }

    @Test
    void codeIsLimited() {
        // 15 + 5 * 12 = 75 bytes each
        assertThat(tasks(new GraphBudget(0), 12, 1, 0, "a", "b")).isEqualTo(8192 / 75);
    }

    @Test
    void nodesAreLimited() {
        // 8 of the graph; each task has 2, 3 for each of its two arrays, and 1 for what it writes
        assertThat(tasks(new GraphBudget(0), 3, 1, 2)).isEqualTo((1024 - 8) / 9);
        assertThat(tasks(new GraphBudget(500), 3, 1, 2)).isEqualTo((1024 - 508) / 9);
    }
}
