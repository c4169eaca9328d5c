package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static Batch.Sequence sequence(int task, int label, int rows, float value) {
        float[] features = new float[2 * rows];
        Arrays.fill(features, value);
        int[] tokens = new int[rows];
        Arrays.fill(tokens, (int) value);
        return new Batch.Sequence(task, label, task + 2, features, tokens, Float.NaN);
    }

    /** Tasks 2, 0, 2 with 3, 1 and 2 rows: task 0 comes first, task 1 has no sequence. */
    private static Batch mixed() {
        return Batch.of(
                3, 2, 4, Lists.immutable.with(sequence(2, 3, 3, 7f), sequence(0, 1, 1, 8f), sequence(2, 0, 2, 9f)));
    }

    @Test
    void sequencesArePackedInTheOrderOfTheirTasks() {
        Batch batch = mixed();

        assertThat(batch.sequences().offsets()).containsExactly(0, 1, 4, 6, 6);
        assertThat(batch.sequences().taskOffsets()).containsExactly(0, 1, 1, 3);
        assertThat(batch.rows().taskOffsets()).containsExactly(0, 1, 1, 6);
        assertThat(Arrays.copyOf(batch.rows().features(), 14))
                .containsExactly(8, 8, 7, 7, 7, 7, 7, 7, 9, 9, 9, 9, 0, 0);
        assertThat(Arrays.copyOf(batch.rows().tasks(), 7)).containsExactly(0, 2, 2, 2, 2, 2, -1);
        assertThat(Arrays.copyOf(batch.rows().tokens(), 7)).containsExactly(8, 7, 7, 7, 9, 9, -1);
    }

    @Test
    void emptyPlacesHaveNoLabel() {
        assertThat(mixed().sequences().labels()).containsExactly(1, 3, 0, -1);
        assertThat(mixed().sequences().classes()).containsExactly(2, 4, 4, 1);
        assertThat(mixed().places()).isEqualTo(4);
        assertThat(mixed().sequenceCount()).isEqualTo(3);
    }

    @Test
    void rowsAreRoundedUp() {
        assertThat(mixed().rowCount()).isEqualTo(64);
        assertThat(mixed().usedRows()).isEqualTo(6);
        assertThat(Batch.of(1, 2, 2, Lists.immutable.with(sequence(0, 0, 64, 1f), sequence(0, 0, 1, 1f)))
                        .rowCount())
                .isEqualTo(128);
        assertThat(Batch.of(1, 2, 1, Lists.immutable.with(sequence(0, 0, 64, 1f)))
                        .rowCount())
                .isEqualTo(64);
    }

    @Test
    void sequencesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Batch.of(
                        3, 2, 2, Lists.immutable.withAll(java.util.Collections.nCopies(3, sequence(0, 0, 1, 1f)))))
                .hasMessageContaining("3 sequences in a batch of 2");
        assertThatThrownBy(() -> Batch.of(2, 2, 1, Lists.immutable.with(sequence(2, 0, 1, 1f))))
                .hasMessageContaining("task 2");
        assertThatThrownBy(() -> Batch.of(2, 3, 1, Lists.immutable.with(sequence(0, 0, 1, 1f))))
                .hasMessageContaining("2 features");
    }
}
