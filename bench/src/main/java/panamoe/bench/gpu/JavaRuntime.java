package panamoe.bench.gpu;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Makes a Java runtime with the modules that TornadoVM and the checks need. */
final class JavaRuntime {

    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.sql",
            "jdk.incubator.vector",
            "jdk.internal.vm.ci",
            "jdk.management",
            "jdk.unsupported");

    /** The SDK of TornadoVM replaces this module. If the JDK has it, the runtime must have it too, or it cannot be replaced. */
    private static final String GRAAL = "jdk.graal.compiler";

    private JavaRuntime() {}

    /**
     * Links a runtime from the running JDK.
     *
     * @param folder the folder of the runtime, which must not exist
     * @throws IllegalArgumentException if the JDK has no jlink, or jlink fails
     */
    static void link(Path folder) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalArgumentException(
                        "this Java has no jlink: set JAVA_HOME to a complete JDK of the version of TornadoVM's SDK"));
        List<String> modules = new ArrayList<>(MODULES);
        if (ModuleFinder.ofSystem().find(GRAAL).isPresent()) {
            modules.add(GRAAL);
        }
        int code = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                String.join(",", modules),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                // the whole folder is compressed later, and is then smaller if its parts are not compressed
                "--compress",
                "zip-0",
                "--output",
                folder.toString());
        if (code != 0) {
            throw new IllegalArgumentException("jlink ended with exit code " + code + ", see above");
        }
    }
}
