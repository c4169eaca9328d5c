package panamoe.tensor;

import java.util.Optional;
import java.util.ServiceLoader;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.collector.Collectors2;

/** Chooses a backend by name. */
public final class Backends {

    private static final System.Logger LOG = System.getLogger(Backends.class.getName());

    private Backends() {}

    /** All backends on the class path, in order of name. */
    public static ImmutableList<BackendProvider> providers() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .collect(Collectors2.toImmutableList());
    }

    /**
     * Starts a backend; {@code auto} takes {@code vector} where it can run, else {@code scalar}, and logs why.
     *
     * @param name {@code auto}, or the name of one of the {@link #providers}
     * @param threads worker threads, at least 1
     * @throws IllegalArgumentException if there is no such backend, it cannot run here, or threads is below 1; one line
     */
    public static Backend create(String name, int threads) {
        Check.that(threads >= 1, "threads " + threads + ": expected at least 1");
        return name.equals("auto") ? automatic(threads) : available(name).create(threads);
    }

    /**
     * Starts a backend on one of its devices.
     *
     * @param device as {@link BackendProvider#create(int, String)} takes it; empty for the backend's default
     * @throws IllegalArgumentException as {@link #create(String, int)}, and if the backend has no such device; one line
     */
    public static Backend create(String name, int threads, Optional<String> device) {
        if (device.isEmpty()) {
            return create(name, threads);
        }
        Check.that(threads >= 1, "threads " + threads + ": expected at least 1");
        Check.that(!name.equals("auto"), "device " + device.get() + ": name the backend too, auto takes the CPU");
        return available(name).create(threads, device.get());
    }

    private static BackendProvider available(String name) {
        BackendProvider provider = provider(name);
        provider.unavailable().ifPresent(reason -> {
            throw new IllegalArgumentException("backend " + name + " cannot run here: " + reason);
        });
        return provider;
    }

    private static Backend automatic(int threads) {
        BackendProvider vector = provider("vector");
        if (vector.unavailable().isEmpty()) {
            return vector.create(threads);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "using the scalar kernels: {0}",
                vector.unavailable().get());
        return provider("scalar").create(threads);
    }

    private static BackendProvider provider(String name) {
        return providers()
                .detectOptional(p -> p.name().equals(name))
                .orElseThrow(
                        () -> new IllegalArgumentException("unknown backend '" + name + "': expected auto or one of "
                                + providers().collect(BackendProvider::name).makeString(", ")));
    }
}
