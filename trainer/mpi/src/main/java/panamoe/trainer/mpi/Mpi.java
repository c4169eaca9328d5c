package panamoe.trainer.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.invoke.MethodHandles.insertArguments;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import panamoe.tensor.DType;
import panamoe.trainer.common.Lookup;

/**
 * The functions of an MPI library, for the communicator of all processes. All but {@link #version} must be called by the
 * thread that called {@link #start}. A function that fails throws an {@link IllegalStateException} with the library's text.
 */
final class Mpi {

    /** {@code MPI_THREAD_FUNNELED}: the process has several threads, and one of them calls the library. */
    private static final int FUNNELED = 1;

    /** The longest text of a library, in bytes: the version of MPICH. */
    private static final int LONGEST_TEXT = 8192;

    private final SymbolLookup library;
    private final Abi abi;
    private final Map<DType, MethodHandle> sums = new EnumMap<>(DType.class);
    private final Map<DType, MethodHandle> exchanges = new EnumMap<>(DType.class);
    private final MethodHandle bcast;
    private final MethodHandle barrier;
    private final MethodHandle abort;
    private final MethodHandle errorString;

    /** Binds the functions. @throws IllegalArgumentException if the library lacks one */
    Mpi(SymbolLookup library, Abi abi) {
        this.library = library;
        this.abi = abi;
        MemoryLayout handle = abi.handle();
        Object world = abi.world();
        MethodHandle allreduce = function("MPI_Allreduce", ADDRESS, ADDRESS, JAVA_INT, handle, handle, handle);
        MethodHandle alltoallv =
                function("MPI_Alltoallv", ADDRESS, ADDRESS, ADDRESS, handle, ADDRESS, ADDRESS, ADDRESS, handle, handle);
        for (DType dtype : DType.values()) {
            Object type = abi.dataType(dtype);
            MethodHandle sum = insertArguments(allreduce, 3, type, abi.sum(), world);
            sums.put(dtype, insertArguments(sum, 0, abi.inPlace()));
            exchanges.put(dtype, insertArguments(insertArguments(alltoallv, 7, type, world), 3, type));
        }
        bcast = insertArguments(
                insertArguments(function("MPI_Bcast", ADDRESS, JAVA_INT, handle, JAVA_INT, handle), 4, world),
                2,
                abi.bytes());
        barrier = insertArguments(function("MPI_Barrier", handle), 0, world);
        abort = insertArguments(function("MPI_Abort", handle, JAVA_INT), 0, world);
        errorString = function("MPI_Error_string", JAVA_INT, ADDRESS, ADDRESS);
    }

    /** The name and version of the library, for example {@code Open MPI v4.1.4} or {@code MPICH 4.0.2}. */
    String version() {
        MethodHandle function = function("MPI_Get_library_version", ADDRESS, ADDRESS);
        String text = text("MPI_Get_library_version", (bytes, length) -> (int) function.invokeExact(bytes, length));
        // Open MPI adds how it was built, after a comma; MPICH does in further lines.
        return text.lines().findFirst().orElse("").replaceFirst(",.*", "").replaceFirst("(?i) version:?\\s+", " ");
    }

    /**
     * Starts MPI in this process.
     *
     * @throws IllegalStateException also if it was started before, or if the library does not allow several threads
     */
    void start() {
        if (number("MPI_Initialized") != 0) {
            throw new IllegalStateException("MPI was started in this process before: it can be started once");
        }
        MethodHandle initialize = function("MPI_Init_thread", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment provided = arena.allocate(JAVA_INT);
            check("MPI_Init_thread", () ->
                    (int) initialize.invokeExact(MemorySegment.NULL, MemorySegment.NULL, FUNNELED, provided));
            if (provided.get(JAVA_INT, 0) < FUNNELED) {
                throw new IllegalStateException("the library allows only one thread (MPI_THREAD_SINGLE):"
                        + " expected at least MPI_THREAD_FUNNELED; install a library that is built with threads");
            }
        }
        MethodHandle handler = insertArguments(
                function("MPI_Comm_set_errhandler", abi.handle(), abi.handle()), 0, abi.world(), abi.errorsReturn());
        check("MPI_Comm_set_errhandler", () -> (int) handler.invokeExact());
    }

    /** Ends MPI in this process; all processes call it. */
    void end() {
        MethodHandle function = function("MPI_Finalize");
        check("MPI_Finalize", () -> (int) function.invokeExact());
    }

    /** The number of this process. */
    int rank() {
        return number("MPI_Comm_rank", abi.world());
    }

    /** The number of processes. */
    int size() {
        return number("MPI_Comm_size", abi.world());
    }

    /** Replaces values by their sums over all processes. */
    void allReduce(MemorySegment values, int count, DType dtype) {
        MethodHandle function = Lookup.in(sums, dtype);
        check("MPI_Allreduce", () -> (int) function.invokeExact(values, count));
    }

    /** Sends a part to each process and receives one from each. */
    void allToAll(MemorySegment send, Parts sent, MemorySegment receive, Parts received, DType dtype) {
        MethodHandle function = Lookup.in(exchanges, dtype);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sendCounts = arena.allocateFrom(JAVA_INT, sent.counts());
            MemorySegment sendOffsets = arena.allocateFrom(JAVA_INT, sent.offsets());
            MemorySegment receiveCounts = arena.allocateFrom(JAVA_INT, received.counts());
            MemorySegment receiveOffsets = arena.allocateFrom(JAVA_INT, received.offsets());
            check("MPI_Alltoallv", () ->
                    (int) function.invokeExact(send, sendCounts, sendOffsets, receive, receiveCounts, receiveOffsets));
        }
    }

    /** Copies the bytes of a process to all others. */
    void broadcast(MemorySegment bytes, int count, int root) {
        check("MPI_Bcast", () -> (int) bcast.invokeExact(bytes, count, root));
    }

    /** Waits for all processes. */
    void barrier() {
        check("MPI_Barrier", () -> (int) barrier.invokeExact());
    }

    /** Ends all processes. It may return before they have ended. */
    void abort(int exitCode) {
        check("MPI_Abort", () -> (int) abort.invokeExact(exitCode));
    }

    /** What a function writes to its last parameter; the parameters before it are handles. */
    private int number(String name, Object... handles) {
        MemoryLayout[] parameters = new MemoryLayout[handles.length + 1];
        Arrays.fill(parameters, abi.handle());
        parameters[handles.length] = ADDRESS;
        MethodHandle function = insertArguments(function(name, parameters), 0, handles);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_INT);
            check(name, () -> (int) function.invokeExact(number));
            return number.get(JAVA_INT, 0);
        }
    }

    private MethodHandle function(String name, MemoryLayout... parameters) {
        return Symbols.function(library, name, parameters);
    }

    private void check(String name, Symbols.Call call) {
        int code = Symbols.result(call);
        if (code != 0) {
            throw new IllegalStateException(name + " failed: " + error(code));
        }
    }

    /** The text for a code; MPICH writes a stack of its functions, a line each. */
    private String error(int code) {
        String lines = text("MPI_Error_string", (text, length) -> (int) errorString.invokeExact(code, text, length));
        return lines.replaceAll("\\s*\\R\\s*", "; ");
    }

    /** Writes a text and its length in bytes. */
    @FunctionalInterface
    private interface TextCall {
        int run(MemorySegment text, MemorySegment length) throws Throwable;
    }

    private static String text(String name, TextCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST_TEXT);
            MemorySegment length = arena.allocate(JAVA_INT);
            int code = Symbols.result(() -> call.run(text, length));
            if (code != 0) {
                throw new IllegalStateException(name + " failed with code " + code);
            }
            byte[] bytes = text.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
        }
    }
}
