package panamoe.trainer.mpi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Functions and variables of C libraries. */
final class Symbols {

    private Symbols() {}

    /** The address of a function or variable. @throws IllegalArgumentException if the library lacks it */
    static MemorySegment address(SymbolLookup library, String name) {
        return library.find(name).orElseThrow(() -> new IllegalArgumentException("the library has no " + name));
    }

    /** A function that returns an {@code int}. @throws IllegalArgumentException if the library lacks it */
    @SuppressWarnings("restricted")
    static MethodHandle function(SymbolLookup library, String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(address(library, name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    /** A call of a function that returns an {@code int}. */
    @FunctionalInterface
    interface Call {
        int run() throws Throwable;
    }

    /** The result of a call; handles of functions declare exceptions that they do not throw. */
    static int result(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
