package panamoe.bench.gpu;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** A Java runtime of the modules that TornadoVM and the checks need. */
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

    /** TornadoVM's SDK brings it; where the JDK has it, it must be there to be replaced. */
    private static final String GRAAL = "jdk.graal.compiler";

    private JavaRuntime() {}

    /**
     * Links it of the JDK that runs this.
     *
     * @throws IllegalArgumentException if that has no jlink, or jlink fails; one line
     */
    static void link(Path folder) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalArgumentException(
                        "this Java has no jlink: set JAVA_HOME to a whole JDK that TornadoVM's SDK is for"));
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
                // the folder is packed as a whole, which is smaller if its parts are not
                "--compress",
                "zip-0",
                "--output",
                folder.toString());
        if (code != 0) {
            throw new IllegalArgumentException("jlink ended with " + code + ", see above");
        }
    }
}
