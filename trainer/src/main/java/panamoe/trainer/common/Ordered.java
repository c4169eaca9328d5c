package panamoe.trainer.common;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes immutable copies of maps that keep the order of the keys. {@link Map#copyOf} does not keep it. */
public final class Ordered {

    private Ordered() {}

    /** An unmodifiable copy in the same order. */
    public static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
