package panamoe.tornado;

import java.util.Optional;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Precision;

/** Creates the backend on TornadoVM's devices, if TornadoVM's SDK is on the module path or the class path. */
public final class TornadoProvider implements BackendProvider {

    private static final String API = "uk.ac.manchester.tornado.api.TaskGraph";

    /** The reason why the launcher could not use the SDK that TORNADOVM_HOME names. */
    public static final String PROBLEM_PROPERTY = "panamoe.tornado.problem";

    private static final String DEFAULT_DEVICE = "0:0";

    /** Must be False: otherwise TornadoVM silently runs a kernel that fails on the device as Java. */
    private static final String BAILOUT = "tornado.recover.bailout";

    @Override
    public String name() {
        return TornadoBackend.NAME;
    }

    @Override
    public Optional<String> unavailable() {
        String problem = System.getProperty(PROBLEM_PROPERTY);
        if (problem != null) {
            return Optional.of(problem);
        }
        try {
            Class.forName(API, false, TornadoProvider.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return Optional.of(
                    "no TornadoVM: install its SDK for this JDK (sdk install tornadovm, or https://www.tornadovm.org),"
                            + " set TORNADOVM_HOME to it and start by ./panamoe");
        } catch (UnsupportedClassVersionError e) {
            return Optional.of("TornadoVM's SDK is for another JDK than this Java "
                    + Runtime.version().feature() + ": install the one for it, or set JAVA_HOME to the SDK's JDK ("
                    + e.getMessage() + ")");
        }
        if (Boolean.parseBoolean(System.getProperty(BAILOUT, "True"))) {
            return Optional.of("TornadoVM would run kernels that fail on the device as Java: start with -D" + BAILOUT
                    + "=False, as ./panamoe does");
        }
        try {
            return devices().isEmpty() ? Optional.of("TornadoVM found no device: install a driver") : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("TornadoVM could not start (is a driver installed, and is the SDK for this Java "
                    + Runtime.version().feature() + "?): "
                    + NativeLibraries.problem().orElseGet(() -> innermost(e)));
        }
    }

    /** The first line of the innermost cause's message. */
    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().lines().findFirst().orElse("");
    }

    @Override
    public ImmutableList<String> devices() {
        return TornadoDevices.describe();
    }

    @Override
    public Backend create(int threads) {
        return create(BackendRequest.of(threads));
    }

    /** Creates the backend on the requested device, by default TornadoVM's first. */
    @Override
    public Backend create(BackendRequest request) {
        return new TornadoBackend(TornadoDevices.find(
                request.device().orElse(DEFAULT_DEVICE), request.precision().orElse(Precision.FP32)));
    }
}
