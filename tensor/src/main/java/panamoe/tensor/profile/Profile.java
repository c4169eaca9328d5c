package panamoe.tensor.profile;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.impl.collector.Collectors2;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;

/**
 * Measures the time of each kernel of a backend. {@link #backend} forwards all calls to that backend, so results have the same bits. A
 * fused kernel counts as one call, even if the backend computes it by its default body.
 *
 * <p>Counted are the calls of the thread that makes the profile. Calls of other threads, such as those of a communicator, run beside it
 * and are forwarded only.
 *
 * <pre>{@code
 * Profile profile = Profile.of(backend, Optional.of(Roofline.measure(threads)));
 * train(profile.backend());
 * ProfileText.lines(profile.report(), 1).forEach(System.err::println);
 * }</pre>
 */
public final class Profile {

    private final Backend delegate;
    private final @Nullable Roofline roofline;
    private final Backend backend;
    private final Thread thread = Thread.currentThread();
    private final boolean later;
    private final Map<String, Sum> sums = new HashMap<>();
    private long begun = System.nanoTime();
    private long own;

    private static final class Sum {
        private long calls;
        private long nanos;
        private long flops;
        private long bytes;
        private double leastSeconds;
    }

    private Profile(Backend delegate, Optional<Roofline> roofline) {
        this.delegate = delegate;
        this.roofline = roofline.orElse(null);
        this.later = delegate.runsLater();
        this.backend = (Backend)
                Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, this::call);
    }

    /**
     * Begins a profile of a backend.
     *
     * @param roofline the limits of the processor; empty if the report needs no fraction of them
     */
    public static Profile of(Backend backend, Optional<Roofline> roofline) {
        return new Profile(backend, roofline);
    }

    /** The backend to compute with. It stands for the other one in every respect. */
    public Backend backend() {
        return backend;
    }

    /** Forgets everything so far and begins anew. */
    public void restart() {
        sums.clear();
        own = 0;
        begun = System.nanoTime();
    }

    /** What was measured since the beginning. */
    public ProfileReport report() {
        double seconds = 1e-9 * (System.nanoTime() - begun);
        return new ProfileReport(
                sums.entrySet().stream()
                        .map(each -> total(each.getKey(), each.getValue()))
                        .sorted(Comparator.comparingDouble(KernelTotal::seconds)
                                .reversed()
                                .thenComparing(KernelTotal::kernel))
                        .collect(Collectors2.toImmutableList()),
                seconds,
                1e-9 * own,
                Optional.ofNullable(roofline),
                later);
    }

    private KernelTotal total(String kernel, Sum sum) {
        return new KernelTotal(
                kernel, sum.calls, 1e-9 * sum.nanos, sum.flops, sum.bytes, roofline == null ? null : sum.leastSeconds);
    }

    private @Nullable Object call(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments == null || !isCounted(method) || Thread.currentThread() != thread) {
            return method.getName().equals("equals") && arguments != null
                    ? self == arguments[0]
                    : forward(method, arguments);
        }
        if (later) {
            delegate.finish();
        }
        long start = System.nanoTime();
        Object result = forward(method, arguments);
        if (later) {
            delegate.finish();
        }
        long end = System.nanoTime();
        add(method.getName(), arguments, end - start);
        own += System.nanoTime() - end;
        return result;
    }

    private @Nullable Object forward(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** True for a kernel, and for a copy between host and backend. */
    private static boolean isCounted(Method method) {
        if (method.getDeclaringClass() != Backend.class) {
            return method.getReturnType() == void.class;
        }
        return method.getName().startsWith("read") || method.getName().equals("write");
    }

    private void add(String kernel, Object[] arguments, long nanos) {
        KernelWork work = KernelWork.of(kernel, arguments, delegate);
        Sum sum = sums.computeIfAbsent(label(kernel, arguments), first -> new Sum());
        sum.calls++;
        sum.nanos += nanos;
        sum.flops += work.flops();
        sum.bytes += work.bytes();
        if (roofline != null) {
            sum.leastSeconds += roofline.leastSeconds(work);
        }
    }

    private static String label(String kernel, Object[] arguments) {
        return switch (kernel) {
            case "gemm" -> {
                int first = arguments.length == 7 ? 1 : 0;
                yield "gemm " + flag(arguments[first + 1]) + flag(arguments[first + 3]);
            }
            case "groupedGemm" -> "groupedGemm N" + flag(arguments[2]);
            case "readFloats", "readDoubles", "readInts" -> "read";
            default -> kernel;
        };
    }

    private static char flag(Object transposed) {
        return (boolean) transposed ? 'T' : 'N';
    }
}
