package panamoe.trainer.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MpiThreadTest {

    private final MpiThread thread = MpiThread.start();

    @Test
    void allWorkRunsOnOneThread() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        threads.add(thread.call(() -> thread.call(Thread::currentThread)));
        thread.later(() -> threads.add(Thread.currentThread())).get();
        thread.end(() -> threads.add(Thread.currentThread()));

        assertThat(threads).hasSize(3).containsOnly(threads.getFirst()).doesNotContain(Thread.currentThread());
        threads.getFirst().join();
    }

    @Test
    void urgentWorkComesBeforeThatWhichWaits() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        CountDownLatch begin = new CountDownLatch(1);
        Future<?> waiting = thread.later(() -> await(begin));
        Future<?> second = thread.later(() -> log.add("second"));
        thread.first(() -> log.add("first"));
        begin.countDown();
        waiting.get();
        second.get();

        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void aFailureReachesTheCallerAndEndsNothingElse() {
        assertThatThrownBy(() -> thread.call(() -> {
                    throw new IllegalArgumentException("a failure");
                }))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("a failure");
        assertThat(thread.<Integer>call(() -> 3)).isEqualTo(3);
    }

    @Test
    void cancelledWorkIsLeftOutAndTheNextGoesOn() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> running = thread.later(() -> {
            begun.countDown();
            await(never);
        });
        await(begun);
        running.cancel(true);

        assertThat(thread.<Integer>call(() -> 3)).isEqualTo(3);
    }

    @Test
    void nothingFollowsTheEnd() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        Future<?> before = thread.later(() -> log.add("before"));
        thread.end(() -> log.add("end"));
        thread.end(() -> log.add("again"));
        before.get();

        assertThat(log).containsExactly("before", "end");
        assertThatIllegalStateException().isThrownBy(() -> thread.call(() -> 1)).withMessageContaining("is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> thread.later(() -> {}))
                .withMessageContaining("is closed");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
