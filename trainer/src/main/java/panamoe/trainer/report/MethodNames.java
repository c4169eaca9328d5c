package panamoe.trainer.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods' names in results.json, in the order in which they are written and shown. */
public final class MethodNames {

    public static final String SINGLE_TASK = "single-task";
    public static final String DENSE_MTL = "dense-mtl";
    public static final String SHARED_GATE_MOE = "shared-gate-moe";
    public static final String TASK_GATE_MOE = "task-gate-moe";

    public static final List<String> ALL = List.of(SINGLE_TASK, DENSE_MTL, SHARED_GATE_MOE, TASK_GATE_MOE);

    private MethodNames() {}

    /** A copy with the keys in the order of {@link #ALL}. */
    static <V> Map<String, V> inOrder(Map<String, V> byMethod) {
        for (String method : byMethod.keySet()) {
            if (!ALL.contains(method)) {
                throw new IllegalArgumentException("unknown method " + method + ": expected one of " + ALL);
            }
        }
        Map<String, V> ordered = new LinkedHashMap<>();
        byMethod.keySet().stream()
                .sorted(Comparator.comparingInt(ALL::indexOf))
                .forEach(method -> ordered.put(method, byMethod.get(method)));
        return Ordered.copy(ordered);
    }
}
