package panamoe.trainer.mpi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;
import panamoe.tensor.parallel.CommunicatorProvider;

/**
 * One of several processes that mpirun starts. It does the case that its argument names and prints what came out. In the
 * cases of an end the last process ends in some way, while the others wait for it in an operation.
 */
final class RankProgram {

    private RankProgram() {}

    public static void main(String[] args) throws Exception {
        Communicator world = ServiceLoader.load(CommunicatorProvider.class)
                .findFirst()
                .orElseThrow()
                .open();
        switch (args[0]) {
            case "library" -> say("library " + world.library());
            case "allReduce" -> Sums.print(world);
            case "allToAll" -> Exchanges.printParts(world);
            case "broadcast" -> Exchanges.printBroadcasts(world);
            case "order" -> Order.print(world);
            case "mismatch" -> mismatch(world);
            case "faults" -> JvmFaults.print(world);
            default -> end(world, args[0]);
        }
        world.close();
        say("done " + world.rank() + " of " + world.size());
    }

    private static void end(Communicator world, String way) throws IOException {
        ByteBuffer values = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        world.barrier();
        if (world.rank() < world.size() - 1) {
            world.allReduce(values, DType.F32);
            say("went on");
            return;
        }
        say("ends " + System.currentTimeMillis());
        switch (way) {
            case "throws" -> throw new IllegalStateException("a failure of the test");
            case "exits" -> System.exit(0);
            case "exitsWithCode" -> System.exit(3);
            case "isKilled" ->
                new ProcessBuilder(
                                "kill",
                                "-KILL",
                                Long.toString(ProcessHandle.current().pid()))
                        .start();
            case "aborts" -> world.abort(7);
            case "abortsOnTheThread" -> world.later(() -> world.abort(7));
            case "abortsWhileTheThreadHangs" -> {
                world.later(() -> world.broadcast(values, 0));
                world.abort(7);
            }
            default -> throw new IllegalArgumentException("no case " + way);
        }
        LockSupport.park();
    }

    /** The last process takes fewer bytes than the others send. Only the library can see it. */
    private static void mismatch(Communicator world) {
        boolean isLast = world.rank() == world.size() - 1;
        try {
            world.broadcast(ByteBuffer.allocateDirect(isLast ? 4 : 8).order(ByteOrder.nativeOrder()), 0);
        } catch (IllegalStateException e) {
            say("failed " + e.getMessage());
        }
    }

    /** One write, so that the lines of several processes do not mix. */
    static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
