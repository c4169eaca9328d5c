package panamoe.trainer.mpi;

import java.util.ServiceLoader;
import panamoe.tensor.parallel.Communicator;
import panamoe.tensor.parallel.CommunicatorProvider;

/** One of several processes that mpirun starts. It does the case that its argument names and prints what came out. */
final class RankProgram {

    private RankProgram() {}

    public static void main(String[] args) {
        try (Communicator world = open()) {
            switch (args[0]) {
                case "library" ->
                    say("library " + world.library().lines().findFirst().orElse(""));
                case "allReduce" -> Sums.print(world);
                default -> throw new IllegalArgumentException("no case " + args[0]);
            }
            say("done " + world.rank() + " of " + world.size());
        }
    }

    static Communicator open() {
        return ServiceLoader.load(CommunicatorProvider.class)
                .findFirst()
                .orElseThrow()
                .open();
    }

    /** One write, so that the lines of several processes do not mix. */
    static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
