package panamoe.tensor;

import java.util.Optional;
import java.util.ServiceLoader;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.collector.Collectors2;

/** Chooses a backend by name. */
public final class Backends {

    private static final System.Logger LOG = System.getLogger(Backends.class.getName());

    private static final String TF32 = "-" + Precision.TF32.label();

    private Backends() {}

    /** All backends on the class path, sorted by name. */
    public static ImmutableList<BackendProvider> providers() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .collect(Collectors2.toImmutableList());
    }

    /**
     * Starts a backend on its default device, in {@link Precision#FP32}.
     *
     * @param threads worker threads, at least 1
     * @throws IllegalArgumentException as {@link #create(String, BackendRequest)}
     */
    public static Backend create(String name, int threads) {
        return create(name, BackendRequest.of(threads));
    }

    /**
     * Starts a backend; {@code auto} takes {@code vector} where it can run, else {@code scalar}, and logs why.
     *
     * @param name {@code auto} or the name of one of the {@link #providers}; a suffix selects another precision than
     *     FP32, as in {@code tornado-tf32}
     * @throws IllegalArgumentException if there is no such backend, it cannot run here or with these settings, or name
     *     and request give different precisions; one line
     */
    public static Backend create(String name, BackendRequest request) {
        Precision precision = precision(name, request.precision());
        if (isInTf32(name)) {
            String plain = name.substring(0, name.length() - TF32.length());
            return available(plain)
                    .create(new BackendRequest(request.threads(), request.device(), Optional.of(precision)));
        }
        if (!name.equals("auto")) {
            return available(name).create(request);
        }
        request.device().ifPresent(device -> {
            throw new IllegalArgumentException("device " + device + ": auto runs on the CPU; name the backend too");
        });
        return automatic(request);
    }

    /**
     * The precision of matrix products of a backend.
     *
     * @param name as in {@link #create(String, BackendRequest)}
     * @param asked the requested precision; empty if none is requested
     * @throws IllegalArgumentException if name and request give different precisions; one line
     */
    public static Precision precision(String name, Optional<Precision> asked) {
        if (!isInTf32(name)) {
            return asked.orElse(Precision.FP32);
        }
        asked.filter(precision -> precision != Precision.TF32).ifPresent(precision -> {
            throw new IllegalArgumentException("backend " + name + " and precision " + precision.label()
                    + ": the name stands for tf32; leave the precision out or name the backend without " + TF32);
        });
        return Precision.TF32;
    }

    /** True for the name of a provider with the suffix {@link #TF32}. */
    private static boolean isInTf32(String name) {
        return providers().anySatisfy(provider -> name.equals(provider.name() + TF32));
    }

    private static BackendProvider available(String name) {
        BackendProvider provider = provider(name);
        provider.unavailable().ifPresent(reason -> {
            throw new IllegalArgumentException("backend " + name + " cannot run here: " + reason);
        });
        return provider;
    }

    private static Backend automatic(BackendRequest request) {
        BackendProvider vector = provider("vector");
        if (vector.unavailable().isEmpty()) {
            return vector.create(request);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "using the scalar kernels: {0}",
                vector.unavailable().get());
        return provider("scalar").create(request);
    }

    private static BackendProvider provider(String name) {
        return providers()
                .detectOptional(p -> p.name().equals(name))
                .orElseThrow(
                        () -> new IllegalArgumentException("unknown backend '" + name + "': expected auto or one of "
                                + providers().collect(BackendProvider::name).makeString(", ")));
    }
}
