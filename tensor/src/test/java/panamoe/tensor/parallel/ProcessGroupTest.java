package panamoe.tensor.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** The operations of a group on tensors and values. The expected values are formulas of rank and index. */
class ProcessGroupTest {

    /** More than two pieces of four MiB. */
    private static final int MANY = (9 << 20) / Float.BYTES + 3;

    private static <R> List<R> with(int processes, String backendName, ProcessAndBackend<R> body) {
        Function<ProcessGroup, R> run = group -> {
            try (Backend backend = Backends.create(backendName, 1)) {
                return body.run(group, backend);
            }
        };
        return processes == 1
                ? Collections.singletonList(run.apply(ProcessGroup.single()))
                : ThreadProcesses.run(processes, run);
    }

    private interface ProcessAndBackend<R> {
        R run(ProcessGroup group, Backend backend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "scalar"})
    void sumsATensorInPiecesAtOnceAndLater(String backendName) {
        List<double[]> sums = with(3, backendName, (group, backend) -> {
            float[] own = new float[MANY];
            for (int i = 0; i < MANY; i++) {
                own[i] = (group.rank() + 1) * (i % 1000);
            }
            Tensor now = Tensor.of(backend, Shape.of(MANY), own);
            Tensor later = Tensor.of(backend, Shape.of(MANY), own);
            Future<?> begun = group.sumLater(backend, later);
            group.finish(List.of(begun));
            group.sum(backend, now);
            assertThat(Arrays.equals(backend.readFloats(later), backend.readFloats(now)))
                    .isTrue();
            return backend.readDoubles(now);
        });

        for (double[] sum : sums) {
            assertThat(IntStream.range(0, MANY).filter(i -> sum[i] != 6 * (i % 1000)))
                    .isEmpty();
        }
    }

    @Test
    void exchangesRowsOfUnevenNumbers() {
        // process r sends r + s rows to process s, with the value 10 r + s
        List<float[]> received = with(3, "scalar", (group, backend) -> {
            int r = group.rank();
            int[] sent = {r, r + 1, r + 2};
            int[] counts = {r, 1 + r, 2 + r};
            int n = 3 * r + 3;
            float[] rows = new float[2 * (n + 1)];
            int at = 0;
            for (int s = 0; s < 3; s++) {
                for (int i = 0; i < 2 * sent[s]; i++) {
                    rows[at++] = 10 * r + s;
                }
            }
            Tensor send = Tensor.of(backend, Shape.of(n + 1, 2), rows);
            Tensor receive = Tensor.of(backend, Shape.of(n + 2, 2), new float[2 * (n + 2)]);
            backend.fill(7, receive);
            group.exchange(backend, send, sent, receive, counts);
            return backend.readFloats(receive);
        });

        assertThat(received.get(0)).containsExactly(10, 10, 20, 20, 20, 20, 0, 0, 0, 0);
        assertThat(received.get(1)).containsExactly(1, 1, 11, 11, 11, 11, 21, 21, 21, 21, 21, 21, 0, 0, 0, 0);
    }

    @Test
    void refusesRowsThatDoNotFit() {
        with(1, "scalar", (group, backend) -> {
            Tensor two = Tensor.of(backend, Shape.of(2, 2), new float[4]);
            assertThatThrownBy(() -> group.exchange(backend, two, new int[] {3}, two, new int[] {3}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("exchange of 3 rows");
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void movesValuesOfTheHost(int processes) {
        with(processes, "scalar", (group, backend) -> {
            int r = group.rank();
            int n = group.size();
            assertThat(group.sum(r, 1)).containsExactly(n * (n - 1) / 2.0, n);
            assertThat(group.any(r == n - 1)).isTrue();
            assertThat(group.any(false)).isFalse();
            int[] parts = new int[n];
            for (int s = 0; s < n; s++) {
                parts[s] = 10 * r + s;
            }
            int[] exchanged = group.exchange(parts);
            for (int s = 0; s < n; s++) {
                assertThat(exchanged[s]).isEqualTo(10 * s + r);
            }
            assertThat(group.gather("text of ä " + r)).hasSize(n).last().isEqualTo("text of ä " + (n - 1));
            assertThat(group.broadcast(r == 0 ? "" : "own")).isEmpty();
            float[] values = new float[MANY];
            values[MANY - 1] = r;
            float[] all = group.collect(values);
            assertThat(all).hasSize(r == 0 ? n * MANY : 0);
            if (r == 0) {
                assertThat(all[n * MANY - 1]).isEqualTo(n - 1);
            }
            group.broadcast(values, n - 1);
            assertThat(values[MANY - 1]).isEqualTo(n - 1);
            return null;
        });
    }

    @Test
    void countsTheTimeOfWhatRunsBesideTheCaller() {
        with(2, "scalar", (group, backend) -> {
            Tensor tensor = Tensor.of(backend, Shape.of(1), new float[1]);
            Future<?> begun = group.sumLater(backend, tensor);
            group.finish(List.of(begun));
            assertThat(group.takeTimes().moving()).isPositive();
            assertThat(group.takeTimes().moving()).isZero();
            return null;
        });
    }
}
