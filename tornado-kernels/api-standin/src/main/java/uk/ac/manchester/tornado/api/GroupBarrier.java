package uk.ac.manchester.tornado.api;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A barrier that all items of a group must pass the same number of times. If an item ends while others wait, the
 * waiting items fail. On a device they would hang or compute wrong results.
 */
final class GroupBarrier {

    private final int items;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;
    private int ended;
    private int passes;

    GroupBarrier(int items) {
        this.items = items;
    }

    /**
     * Waits until all items wait.
     *
     * @throws IllegalStateException if an item has ended, so that it will never wait
     */
    void await() {
        lock.lock();
        try {
            waiting++;
            if (waiting == items) {
                waiting = 0;
                passes++;
                changed.signalAll();
                return;
            }
            int pass = passes;
            while (pass == passes) {
                if (ended > 0) {
                    throw new IllegalStateException("a barrier that not all items of the group reach: " + ended + " of "
                            + items + " have ended before it");
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that an item has returned from the kernel or has failed. */
    void ended() {
        lock.lock();
        try {
            ended++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
