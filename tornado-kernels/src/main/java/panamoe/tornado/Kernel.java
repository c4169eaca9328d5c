package panamoe.tornado;

import panamoe.tornado.kernels.AttentionTiles;
import panamoe.tornado.kernels.MatrixTiles;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task10;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task11;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task12;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task7;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task8;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task9;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A device kernel: a static method {@code (KernelContext context, IntArray at, IntArray ints, arrays...)} that
 * TornadoVM compiles.
 *
 * <p>{@code ints} and {@code reals} hold the numbers of all calls of a plan. {@code at} tells where this task's numbers
 * begin in the two. A task's integers are the offset of each array's tensor, in order, and then the call's own
 * integers. A kernel with real parameters ({@link #withReals}) takes {@code FloatArray reals} as its first array. So no
 * number that changes from step to step is compiled in, and one compiled kernel serves all shapes.
 *
 * <p>A kernel works on every grid, since its items stride over the work. On a CPU a group has one item.
 */
final class Kernel {

    /** How the items of a kernel work together. */
    enum Grid {
        /** Each item works alone. */
        ITEMS,
        /** The items of a group work together on a row, a chunk or a segment. */
        GROUPS,
        /** Groups of {@link MatrixTiles#ITEMS} items compute a tile of a matrix. */
        TILES,
        /** Groups of {@link AttentionTiles#ITEMS} items compute a tile of scores. */
        ATTENTION_TILES,
        /** One group does all the work. */
        ONE_GROUP
    }

    /** Adds a task that runs the kernel's method to a graph. */
    @FunctionalInterface
    private interface Body {
        void addTo(TaskGraph graph, String id, IntArray at, IntArray ints, Object[] arrays);
    }

    /** Adds a library task to a graph, with the call's numbers compiled in. */
    @FunctionalInterface
    interface LibraryBody {
        void addTo(TaskGraph graph, String id, Object[] arrays, int[] ints, float[] reals);
    }

    /** The code of a task. */
    private sealed interface Code {}

    private record Compiled(Grid grid, Body body) implements Code {}

    private record Library(LibraryBody body) implements Code {}

    /** TornadoVM replaces its fields by the item's position, so one context serves all tasks. */
    private static final KernelContext CONTEXT = new KernelContext();

    private final String name;
    private final int arrays;
    private final boolean reals;
    private final Code code;

    private Kernel(String name, int arrays, boolean reals, Code code) {
        this.name = name;
        this.arrays = arrays;
        this.reals = reals;
        this.code = code;
    }

    private Kernel(String name, Grid grid, int arrays, boolean reals, Body body) {
        this(name, arrays, reals, new Compiled(grid, body));
    }

    /** A library function on whole arrays. A call with other numbers needs another plan. */
    static Kernel library(String name, int tensors, LibraryBody body) {
        // counts one array more, as a kernel with reals does
        return new Kernel(name, tensors + 1, true, new Library(body));
    }

    static <A> Kernel of(String name, Grid grid, Task4<KernelContext, IntArray, IntArray, A> method) {
        return new Kernel(
                name,
                grid,
                1,
                false,
                (graph, id, at, ints, x) -> graph.task(id, method, CONTEXT, at, ints, Kernel.<A>array(x, 0)));
    }

    static <A, B> Kernel of(String name, Grid grid, Task5<KernelContext, IntArray, IntArray, A, B> method) {
        return new Kernel(
                name,
                grid,
                2,
                false,
                (graph, id, at, ints, x) ->
                        graph.task(id, method, CONTEXT, at, ints, Kernel.<A>array(x, 0), Kernel.<B>array(x, 1)));
    }

    static <A, B, C> Kernel of(String name, Grid grid, Task6<KernelContext, IntArray, IntArray, A, B, C> method) {
        return new Kernel(
                name,
                grid,
                3,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2)));
    }

    static <A, B, C, D> Kernel of(String name, Grid grid, Task7<KernelContext, IntArray, IntArray, A, B, C, D> method) {
        return new Kernel(
                name,
                grid,
                4,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2),
                        Kernel.<D>array(x, 3)));
    }

    static <A, B, C, D, E> Kernel of(
            String name, Grid grid, Task8<KernelContext, IntArray, IntArray, A, B, C, D, E> method) {
        return new Kernel(
                name,
                grid,
                5,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2),
                        Kernel.<D>array(x, 3),
                        Kernel.<E>array(x, 4)));
    }

    static <A, B, C, D, E, F> Kernel of(
            String name, Grid grid, Task9<KernelContext, IntArray, IntArray, A, B, C, D, E, F> method) {
        return new Kernel(
                name,
                grid,
                6,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2),
                        Kernel.<D>array(x, 3),
                        Kernel.<E>array(x, 4),
                        Kernel.<F>array(x, 5)));
    }

    static <A, B, C, D, E, F, G> Kernel of(
            String name, Grid grid, Task10<KernelContext, IntArray, IntArray, A, B, C, D, E, F, G> method) {
        return new Kernel(
                name,
                grid,
                7,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2),
                        Kernel.<D>array(x, 3),
                        Kernel.<E>array(x, 4),
                        Kernel.<F>array(x, 5),
                        Kernel.<G>array(x, 6)));
    }

    static <A, B, C, D, E, F, G, H> Kernel of(
            String name, Grid grid, Task11<KernelContext, IntArray, IntArray, A, B, C, D, E, F, G, H> method) {
        return new Kernel(
                name,
                grid,
                8,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2),
                        Kernel.<D>array(x, 3),
                        Kernel.<E>array(x, 4),
                        Kernel.<F>array(x, 5),
                        Kernel.<G>array(x, 6),
                        Kernel.<H>array(x, 7)));
    }

    static <A, B, C, D, E, F, G, H, I> Kernel of(
            String name, Grid grid, Task12<KernelContext, IntArray, IntArray, A, B, C, D, E, F, G, H, I> method) {
        return new Kernel(
                name,
                grid,
                9,
                false,
                (graph, id, at, ints, x) -> graph.task(
                        id,
                        method,
                        CONTEXT,
                        at,
                        ints,
                        Kernel.<A>array(x, 0),
                        Kernel.<B>array(x, 1),
                        Kernel.<C>array(x, 2),
                        Kernel.<D>array(x, 3),
                        Kernel.<E>array(x, 4),
                        Kernel.<F>array(x, 5),
                        Kernel.<G>array(x, 6),
                        Kernel.<H>array(x, 7),
                        Kernel.<I>array(x, 8)));
    }

    /** Casts an array to the type of the method's parameter. A wrong type fails when the kernel first runs. */
    @SuppressWarnings("unchecked")
    private static <T> T array(Object[] arrays, int i) {
        return (T) arrays[i];
    }

    /** The same kernel with {@code reals} as its first array. */
    Kernel withReals() {
        return new Kernel(name, arrays, true, code);
    }

    String name() {
        return name;
    }

    /** How its items work together. @throws IllegalStateException for a function of a library, which has no items */
    Grid grid() {
        return compiled().grid();
    }

    private Compiled compiled() {
        if (code instanceof Compiled own) {
            return own;
        }
        throw new IllegalStateException(name + " is a function of a library, not a kernel");
    }

    /** True if the first array is {@code reals}. */
    boolean hasReals() {
        return reals;
    }

    /** The number of tensors that a call passes. */
    int tensors() {
        return reals ? arrays - 1 : arrays;
    }

    /** True for a library function. */
    boolean isLibrary() {
        return code instanceof Library;
    }

    /** Adds a library task with the tensors' arrays and the call's numbers. */
    void addTo(TaskGraph graph, String id, Object[] arrays, int[] ints, float[] reals) {
        if (!(code instanceof Library library)) {
            throw new IllegalStateException(name + " is a kernel, not a function of a library");
        }
        library.body().addTo(graph, id, arrays, ints, reals);
    }

    /** Adds a task. {@code arrays} are those of the method, {@code reals} included. */
    void addTo(TaskGraph graph, String id, IntArray at, IntArray ints, Object[] arrays) {
        compiled().body().addTo(graph, id, at, ints, arrays);
    }

    @Override
    public String toString() {
        return name;
    }
}
