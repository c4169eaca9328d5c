package panamoe.tensor.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Tells whether Vector API code compiles to vector instructions here. Without C2 each operation is a call that
 * allocates, some 500 times slower than plain loops. Without fused multiply-add in hardware, Java computes it in
 * software. Modelled on Lucene's VectorizationProvider. This class refers to no type of the Vector API, so it loads
 * without the module.
 */
final class VectorGate {

    private static final String MODULE = "jdk.incubator.vector";

    private VectorGate() {}

    /** Why the vector kernels cannot run, with what to do; empty if they can. */
    static Optional<String> refusal() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("module " + MODULE + " is not loaded; start java with --add-modules " + MODULE);
        }
        var hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (hotSpot == null) {
            return Optional.of(
                    "this JVM is not HotSpot, whose C2 compiler the vector kernels need; use an OpenJDK build");
        }
        if (!option(hotSpot, "UseCompiler").equals("true")
                || !option(hotSpot, "TieredStopAtLevel").equals("4")) {
            return Optional.of("the C2 compiler is off; start java without -Xint and -XX:TieredStopAtLevel");
        }
        if (!option(hotSpot, "UseFMA").equals("true")) {
            return Optional.of("fused multiply-add is missing or off; needs a processor with FMA and java without"
                    + " -XX:-UseFMA or -XX:UseAVX=0");
        }
        return VectorWidth.refusal();
    }

    /**
     * The value of a JVM option; empty if this JVM does not have it. A JVM without C2, for example, has no
     * TieredStopAtLevel.
     */
    private static String option(HotSpotDiagnosticMXBean hotSpot, String name) {
        try {
            return hotSpot.getVMOption(name).getValue();
        } catch (IllegalArgumentException noSuchOption) {
            return "";
        }
    }
}
