package panamoe.tornado;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the values of system properties that a test sets, and restores them. */
final class SetProperties {

    private final Map<String, String> before = new LinkedHashMap<>();

    SetProperties(String... names) {
        for (String name : names) {
            before.put(name, System.getProperty(name));
        }
    }

    void restore() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
