package panamoe.trainer.learner;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.common.Ordered;

/** The methods' names in results.json, in the order in which they are written and shown. */
public final class MethodNames {

    public static final String SINGLE_TASK = "single-task";
    public static final String DENSE_MTL = "dense-mtl";
    public static final String DENSE_UNCERTAINTY = "dense-uncertainty";
    public static final String DENSE_GRADNORM = "dense-gradnorm";
    public static final String DENSE_PCGRAD = "dense-pcgrad";
    public static final String SHARED_GATE_MOE = "shared-gate-moe";
    public static final String RANDOM_GATE_MOE = "random-gate-moe";
    public static final String HASH_GATE_MOE = "hash-gate-moe";
    public static final String DENSE_MIXTURE_MOE = "dense-mixture-moe";
    public static final String PRIVATE_EXPERT_MOE = "private-expert-moe";
    public static final String TASK_EMBEDDING_MOE = "task-embedding-moe";
    public static final String TASK_GATE_MOE = "task-gate-moe";

    public static final List<String> ALL = List.of(
            SINGLE_TASK,
            DENSE_MTL,
            DENSE_UNCERTAINTY,
            DENSE_GRADNORM,
            DENSE_PCGRAD,
            SHARED_GATE_MOE,
            RANDOM_GATE_MOE,
            HASH_GATE_MOE,
            DENSE_MIXTURE_MOE,
            PRIVATE_EXPERT_MOE,
            TASK_EMBEDDING_MOE,
            TASK_GATE_MOE);

    private MethodNames() {}

    /** A copy with the keys in the order of {@link #ALL}. */
    public static <V> Map<String, V> inOrder(Map<String, V> byMethod) {
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
