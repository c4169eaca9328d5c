package panamoe.trainer.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * Sets environment variables for native libraries. They read the environment of the process, which {@link System#getenv}
 * copied when the JVM began.
 */
final class NativeEnvironment {

    /**
     * UCX, on which MPICH and Open MPI can run, replaces no signal handlers. By default it does so when it is loaded. A
     * thread of Open MPI that waits in an operation leaves its core to others that need it.
     */
    private static final Map<String, String> VARIABLES =
            Map.of("UCX_ERROR_SIGNALS", "", "UCX_DEBUG_SIGNO", "0", "OMPI_MCA_mpi_yield_when_idle", "1");

    private NativeEnvironment() {}

    /** Sets the variables that are not set. */
    static void prepare() {
        MethodHandle setenv =
                Symbols.function(Linker.nativeLinker().defaultLookup(), "setenv", ADDRESS, ADDRESS, JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            VARIABLES.forEach((name, value) -> {
                MemorySegment nameText = arena.allocateFrom(name);
                MemorySegment valueText = arena.allocateFrom(value);
                int code = Symbols.result(() -> (int) setenv.invokeExact(nameText, valueText, 0));
                if (code != 0) {
                    throw new IllegalStateException("the environment variable " + name + " cannot be set");
                }
            });
        }
    }
}
