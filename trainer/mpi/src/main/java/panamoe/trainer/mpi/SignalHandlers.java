package panamoe.trainer.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.TreeMap;

/**
 * The signal handlers of the JVM. It needs its own for SIGSEGV, which compiled code raises when it reads through null or
 * stops at a safepoint. Libraries for communication replace it by one that prints a stack and ends the process: UCX, for
 * example, under MPICH.
 */
final class SignalHandlers implements AutoCloseable {

    /** The signals of POSIX; those after them are for programs. */
    private static final int LAST_SIGNAL = 31;

    /** More than a {@code struct sigaction} has on any system. It begins with the address of the handler. */
    private static final int STRUCT_BYTES = 256;

    /** {@code SIG_DFL} is 0 and {@code SIG_IGN} is 1. */
    private static final long IGNORE = 1;

    private static final MethodHandle SIGACTION =
            Symbols.function(Linker.nativeLinker().defaultLookup(), "sigaction", JAVA_INT, ADDRESS, ADDRESS);

    private final Arena arena = Arena.ofConfined();
    private final Map<Integer, MemorySegment> handlers = new TreeMap<>();

    private SignalHandlers() {}

    /** Notes the handlers that are set now. {@link #close} sets those again that were replaced by then. */
    static SignalHandlers keep() {
        SignalHandlers kept = new SignalHandlers();
        for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
            MemorySegment action = kept.current(signal);
            if (Long.compareUnsigned(handler(action), IGNORE) > 0) {
                kept.handlers.put(signal, action);
            }
        }
        return kept;
    }

    @Override
    public void close() {
        handlers.forEach((signal, action) -> {
            if (handler(current(signal)) != handler(action)) {
                sigaction(signal, action, MemorySegment.NULL);
            }
        });
        arena.close();
    }

    private MemorySegment current(int signal) {
        MemorySegment action = arena.allocate(STRUCT_BYTES, Long.BYTES);
        sigaction(signal, MemorySegment.NULL, action);
        return action;
    }

    private static void sigaction(int signal, MemorySegment set, MemorySegment old) {
        int code = Symbols.result(() -> (int) SIGACTION.invokeExact(signal, set, old));
        if (code != 0) {
            throw new IllegalStateException("the handler of signal " + signal + " cannot be read or set");
        }
    }

    private static long handler(MemorySegment action) {
        return action.get(JAVA_LONG, 0);
    }
}
