package panamoe.trainer.common;

import java.util.Map;

/** Values of maps whose keys are known to be there. */
public final class Lookup {

    private Lookup() {}

    /** The value of a key. @throws IllegalStateException if the map lacks the key */
    public static <K, V> V in(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("no " + key + " among " + map.keySet());
        }
        return value;
    }
}
