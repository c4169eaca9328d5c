package panamoe.trainer.mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/** The order of operations that the main thread calls and of those that it hands over. */
final class Order {

    private final Communicator world;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private Order(Communicator world) {
        this.world = world;
    }

    /** Prints the operations in the order in which they ended, each with its sum. */
    static void print(Communicator world) throws Exception {
        new Order(world).run();
    }

    private void run() throws Exception {
        sum("a", 1);
        CountDownLatch begin = new CountDownLatch(1);
        Future<?> first = world.later(() -> {
            await(begin);
            sum("b", 2);
            sum("c", 3);
            world.later(() -> sum("d", 4));
        });
        begin.countDown();
        first.get();
        Future<?> failing = world.later(() -> {
            sum("e", 5);
            throw new IllegalStateException("failed");
        });
        Future<?> last = world.later(() -> sum("f", 6));
        Thread.currentThread().interrupt();
        sum("g", 7);
        log.add(Thread.interrupted() ? "interrupted" : "lost");
        last.get();
        try {
            failing.get();
        } catch (ExecutionException e) {
            log.add(e.getCause().getMessage());
        }
        RankProgram.say("order " + String.join(" ", log));
    }

    private void sum(String name, int factor) {
        ByteBuffer value = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
        value.putInt(0, factor * (world.rank() + 1));
        world.allReduce(value, DType.I32);
        log.add(name + value.getInt(0));
    }

    private static void await(CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
