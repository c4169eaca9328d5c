package panamoe.trainer.experiment.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Paired differences of all pairs, with keys of the form {@code "a - b"}. */
public final class Comparisons {

    private Comparisons() {}

    /** The key of the difference {@code a - b}. */
    public static String key(String a, String b) {
        return a + " - " + b;
    }

    /** True if the key names a difference of the form {@code a - ...}. */
    public static boolean isOf(String a, String key) {
        return key.startsWith(key(a, ""));
    }

    /** Each entry minus each later entry. */
    public static Map<String, Estimate> ofPairs(List<Long> seeds, Map<String, Estimate> ordered) {
        List<Map.Entry<String, Estimate>> entries = new ArrayList<>(ordered.entrySet());
        Map<String, Estimate> pairs = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            for (int j = i + 1; j < entries.size(); j++) {
                Map.Entry<String, Estimate> a = entries.get(i);
                Map.Entry<String, Estimate> b = entries.get(j);
                pairs.put(key(a.getKey(), b.getKey()), Statistics.paired(seeds, a.getValue(), b.getValue()));
            }
        }
        return pairs;
    }
}
