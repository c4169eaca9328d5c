package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16})
    void runsEachChunkOnce(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            assertThat(parallel.threads()).isEqualTo(threads);
            for (int chunks : new int[] {0, 1, 2, 5, 1000}) {
                AtomicIntegerArray calls = new AtomicIntegerArray(chunks);
                parallel.run(chunks, calls::incrementAndGet);
                for (int chunk = 0; chunk < chunks; chunk++) {
                    assertThat(calls.get(chunk))
                            .as("chunk %d of %d on %d threads", chunk, chunks, threads)
                            .isEqualTo(1);
                }
            }
        }
    }

    /** Jobs in rapid succession: a late worker of one must not change the next, and the caller must see all writes. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void runsManySmallJobs(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            int[] values = new int[5];
            for (int job = 1; job <= 20_000; job++) {
                parallel.run(values.length, chunk -> values[chunk]++);
                assertThat(values).containsOnly(job);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rethrowsTheFailureOfAChunkAndStaysUsable(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            IllegalStateException exception = new IllegalStateException("chunk 7");
            AssertionError error = new AssertionError("chunk 9");
            assertThatThrownBy(() -> parallel.run(100, chunk -> {
                        if (chunk == 7) {
                            throw exception;
                        }
                    }))
                    .isSameAs(exception);
            assertThatThrownBy(() -> parallel.run(100, chunk -> {
                        if (chunk == 9) {
                            throw error;
                        }
                    }))
                    .isSameAs(error);
            AtomicInteger calls = new AtomicInteger();
            parallel.run(100, chunk -> calls.incrementAndGet());
            assertThat(calls).hasValue(100);
        }
    }

    @Test
    void runsAJobWithinAJobOnItsCaller() {
        try (Parallel parallel = new Parallel(3)) {
            AtomicInteger calls = new AtomicInteger();
            parallel.run(4, outer -> {
                Thread caller = Thread.currentThread();
                parallel.run(5, inner -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    calls.incrementAndGet();
                });
            });
            assertThat(calls).hasValue(20);
        }
    }

    @Test
    void refusesNoThreadsAndUseAfterClose() {
        assertThatThrownBy(() -> new Parallel(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads 0: expected 1 to 1024");
        Parallel parallel = new Parallel(2);
        parallel.close();
        assertThatThrownBy(() -> parallel.run(1, chunk -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
