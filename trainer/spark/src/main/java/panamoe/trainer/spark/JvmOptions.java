package panamoe.trainer.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/** Prints the options that a JVM needs in which Spark runs, one a line, for the launcher. */
public final class JvmOptions {

    private static final Pattern OPEN = Pattern.compile("--add-opens[= ]([\\w.]+)/([\\w.]+)=.*");

    /** The first JDK that warns of sun.misc.Unsafe, which Spark uses. */
    private static final int WARNS_OF_UNSAFE = 24;

    private JvmOptions() {}

    /** Prints them. */
    public static void main(String[] args) {
        all().forEach(System.out::println);
    }

    /** The options for this JDK. */
    static List<String> all() {
        List<String> options = new ArrayList<>();
        for (String option : JavaModuleOptions.defaultModuleOptionArray()) {
            if (!isOfMissingPackage(option)) {
                options.add(option);
            }
        }
        options.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /** True for an option that opens a package which this JDK lacks: Java would warn of it. */
    private static boolean isOfMissingPackage(String option) {
        Matcher open = OPEN.matcher(option);
        return open.matches()
                && ModuleLayer.boot()
                        .findModule(open.group(1))
                        .filter(module -> module.getPackages().contains(open.group(2)))
                        .isEmpty();
    }
}
