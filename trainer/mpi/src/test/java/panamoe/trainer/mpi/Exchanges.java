package panamoe.trainer.mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/** Parts that go from each process to each, and bytes that go from one to all. */
final class Exchanges {

    private static final int[] BROADCAST_SIZES = {0, 1, 1000, 5_000_000};

    /** Bytes before and after those that an operation may use. */
    private static final int MARGIN = 16;

    private Exchanges() {}

    /** Prints the number of elements that came from each process and have the value that it gave them. */
    static void printParts(Communicator world) {
        for (DType dtype : DType.values()) {
            int[] sent = new int[world.size()];
            int[] received = new int[world.size()];
            for (int r = 0; r < world.size(); r++) {
                sent[r] = count(world.rank(), r);
                received[r] = count(r, world.rank());
            }
            ByteBuffer send = buffer(sum(sent) * dtype.bytes());
            ByteBuffer receive = buffer(sum(received) * dtype.bytes());
            for (int r = 0, at = 0; r < world.size(); r++) {
                for (int i = 0; i < sent[r]; i++) {
                    Elements.put(send, dtype, at++, value(world.rank(), r, i));
                }
            }
            world.allToAll(send, sent, receive, received, dtype);
            StringBuilder right = new StringBuilder();
            for (int r = 0, at = 0; r < world.size(); r++) {
                int equal = 0;
                for (int i = 0; i < received[r]; i++) {
                    equal += Elements.get(receive, dtype, at++) == value(r, world.rank(), i) ? 1 : 0;
                }
                right.append(' ').append(equal);
            }
            RankProgram.say("received " + world.rank() + " " + dtype + right + " " + isUnmoved(send, receive));
        }
    }

    /** Elements from process s to process r: none, a few, or many. */
    static int count(int s, int r) {
        return s == 0 && r == 1 ? 200_001 : (3 * s + 5 * r) % 4;
    }

    /** Prints, for each size and root, whether this process has the root's bytes and no others. */
    static void printBroadcasts(Communicator world) {
        for (int size : BROADCAST_SIZES) {
            for (int root = 0; root < world.size(); root++) {
                ByteBuffer bytes = buffer(size);
                for (int i = 0; world.rank() == root && i < size; i++) {
                    bytes.put(MARGIN + i, (byte) (31 * i + root + 1));
                }
                world.broadcast(world.rank() == root ? bytes.asReadOnlyBuffer().order(bytes.order()) : bytes, root);
                boolean isEqual = true;
                for (int i = 0; i < size; i++) {
                    isEqual &= bytes.get(MARGIN + i) == (byte) (31 * i + root + 1);
                }
                RankProgram.say("broadcast " + size + " " + root + " " + isEqual + " " + isUnmoved(bytes));
            }
        }
    }

    private static double value(int from, int to, int i) {
        return 1_000_000 * from + 300_000 * to + i;
    }

    private static ByteBuffer buffer(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes + 2 * MARGIN).order(ByteOrder.nativeOrder());
        return buffer.position(MARGIN).limit(MARGIN + bytes);
    }

    /** True if position and limit are as they were, and the bytes around them too. */
    private static boolean isUnmoved(ByteBuffer... buffers) {
        boolean isUnmoved = true;
        for (ByteBuffer buffer : buffers) {
            isUnmoved &= buffer.position() == MARGIN && buffer.limit() == buffer.capacity() - MARGIN;
            ByteBuffer all = buffer.duplicate().clear();
            for (int i = 0; i < MARGIN; i++) {
                isUnmoved &= all.get(i) == 0 && all.get(all.capacity() - 1 - i) == 0;
            }
        }
        return isUnmoved;
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
