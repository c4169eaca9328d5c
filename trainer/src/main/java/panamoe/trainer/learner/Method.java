package panamoe.trainer.learner;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;

/**
 * A learning method: the gate of its experts and the weighting of the losses of its tasks. In settings, a built-in method is given
 * by its name. Another method is defined there, as in {@code {name: task-gate-pcgrad, gate: task, weighting: pcgrad}}.
 *
 * @param name the name in settings, results and reports: lower-case letters and digits joined by hyphens; it begins with a letter,
 *     so that YAML does not read it as a number
 * @param gate the kind of gate of the mixtures of experts; null for a dense method
 * @param weighting the weighting of the losses of the tasks
 */
public record Method(String name, @Nullable GateKind gate, LossWeighting weighting) {

    /** A dense model per task. */
    public static final Method SINGLE_TASK = new Method("single-task", null, LossWeighting.SEPARATE);

    /** One dense model for all tasks, with a head per task. */
    public static final Method DENSE_MTL = new Method("dense-mtl", null, LossWeighting.EQUAL);

    /** As dense-mtl, with losses weighted by learned uncertainty (Kendall et al. 2018). */
    public static final Method DENSE_UNCERTAINTY = new Method("dense-uncertainty", null, LossWeighting.UNCERTAINTY);

    /** As dense-mtl, with losses weighted by GradNorm (Chen et al. 2018). */
    public static final Method DENSE_GRADNORM = new Method("dense-gradnorm", null, LossWeighting.GRADNORM);

    /** As dense-mtl, with conflicting gradients projected (PCGrad; Yu et al. 2020). */
    public static final Method DENSE_PCGRAD = new Method("dense-pcgrad", null, LossWeighting.PCGRAD);

    /** As dense-mtl, with the mean gradient turned towards the task that it serves worst (CAGrad; Liu et al. 2021). */
    public static final Method DENSE_CAGRAD = new Method("dense-cagrad", null, LossWeighting.CAGRAD);

    /** Experts shared by all tasks, one gate for all tasks, and a head per task. */
    public static final Method SHARED_GATE_MOE = sparse("shared-gate-moe", GateKind.SHARED);

    /** As shared-gate-moe, with random experts (Zuo et al. 2022). */
    public static final Method RANDOM_GATE_MOE = sparse("random-gate-moe", GateKind.RANDOM);

    /** As shared-gate-moe, with a fixed expert for each token of the vocabulary (Roller et al. 2021). */
    public static final Method HASH_GATE_MOE = sparse("hash-gate-moe", GateKind.HASH);

    /** A gate per task that weights all experts; the cost grows with the number of experts (Ma et al. 2018, MMoE). */
    public static final Method DENSE_MIXTURE_MOE = sparse("dense-mixture-moe", GateKind.MIXTURE);

    /** Experts that each serve one task: the control that separates the effect of isolation from that of sharing. */
    public static final Method PRIVATE_EXPERT_MOE = sparse("private-expert-moe", GateKind.PRIVATE);

    /** Private experts and experts that all tasks share, with a gate per task over both (CGC; Tang et al. 2020). */
    public static final Method CGC_MOE = sparse("cgc-moe", GateKind.CGC);

    /** Experts shared by all tasks, and one gate that reads a learned vector of the task. */
    public static final Method TASK_EMBEDDING_MOE = sparse("task-embedding-moe", GateKind.TASK_EMBEDDING);

    /** Experts shared by all tasks, a gate per task, and a head per task (Gupta et al. 2022). */
    public static final Method TASK_GATE_MOE = sparse("task-gate-moe", GateKind.TASK);

    /** The methods that settings give by name, in the order of reports; the method of the paper is the last. */
    public static final ImmutableList<Method> BUILT_IN = Lists.immutable.of(
            SINGLE_TASK,
            DENSE_MTL,
            DENSE_UNCERTAINTY,
            DENSE_GRADNORM,
            DENSE_PCGRAD,
            DENSE_CAGRAD,
            SHARED_GATE_MOE,
            RANDOM_GATE_MOE,
            HASH_GATE_MOE,
            DENSE_MIXTURE_MOE,
            PRIVATE_EXPERT_MOE,
            CGC_MOE,
            TASK_EMBEDDING_MOE,
            TASK_GATE_MOE);

    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private static final int MAX_NAME_LENGTH = 64;

    /**
     * Defined methods come before the method of the paper, in the order of their names. A comparison is the later minus the earlier
     * method.
     */
    private static final Comparator<String> ORDER = Comparator.<String>comparingDouble(name ->
                    named(name).map(method -> (double) BUILT_IN.indexOf(method)).orElse(BUILT_IN.size() - 1.5))
            .thenComparing(Comparator.naturalOrder());

    /** @throws IllegalArgumentException if the name is malformed */
    public Method {
        Check.that(
                name.length() <= MAX_NAME_LENGTH && name.matches(NAME),
                () -> "method name \"" + name + "\": expected lower-case letters and digits joined by hyphens, a letter"
                        + " first, at most " + MAX_NAME_LENGTH + " characters");
    }

    private static Method sparse(String name, GateKind gate) {
        return new Method(name, gate, LossWeighting.EQUAL);
    }

    /** The built-in method of that name, if there is one. */
    public static Optional<Method> named(String name) {
        return BUILT_IN.detectOptional(method -> method.name.equals(name));
    }

    /** Sorts the names of methods into the order of reports, without duplicates. */
    public static List<String> inOrder(Collection<String> names) {
        return names.stream().distinct().sorted(ORDER).toList();
    }

    /** An unmodifiable copy of a map from names of methods, in the order of reports. */
    public static <V> Map<String, V> byName(Map<String, V> map) {
        Map<String, V> ordered = new LinkedHashMap<>();
        inOrder(map.keySet()).forEach(name -> ordered.put(name, map.get(name)));
        return Collections.unmodifiableMap(ordered);
    }

    /**
     * Checks that the names of methods in a setting are known.
     *
     * @param key the key of the setting, for the message
     * @param names the names to check
     * @param methods the methods that the settings define
     * @throws IllegalArgumentException if a name is neither built in nor defined
     */
    public static void requireKnown(String key, Collection<String> names, List<Method> methods) {
        List<String> known = inOrder(Stream.concat(BUILT_IN.stream(), methods.stream())
                .map(Method::name)
                .toList());
        for (String name : names) {
            Check.that(
                    known.contains(name),
                    () -> key + "." + name + ": unknown method: expected one of " + String.join(", ", known));
        }
    }

    /**
     * Reads a method from a value of the settings.
     *
     * @param value the name of a built-in method, or the keys of a definition
     * @throws IllegalArgumentException if no built-in method has that name, if the definition has another key or a wrong value, or
     *     if its name is that of a built-in method
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Method of(Object value) {
        return switch (value) {
            case String name -> named(name).orElseThrow(() -> unknown(name));
            case Map<?, ?> keys -> defined(keys);
            default -> throw unknown(value);
        };
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException("unknown method \"" + value + "\": expected one of " + builtInNames()
                + ", or a definition such as {name: task-gate-pcgrad, gate: task, weighting: pcgrad}");
    }

    private static String builtInNames() {
        return BUILT_IN.collect(Method::name).makeString();
    }

    private static Method defined(Map<?, ?> keys) {
        Check.that(
                List.of("name", "gate", "weighting").containsAll(keys.keySet()),
                () -> "keys " + keys.keySet() + " of a method: expected name, gate and weighting");
        Check.that(!keys.containsValue(null), () -> "method " + keys + ": expected a value for each key");
        if (!(keys.get("name") instanceof String name)) {
            throw new IllegalArgumentException("method " + keys + ": expected a name");
        }
        Check.that(
                named(name).isEmpty(),
                () -> "method " + name
                        + " is built in: take it by its name alone, or give the definition another name");
        Object gate = keys.get("gate");
        Object weighting = keys.get("weighting");
        return new Method(
                name,
                gate == null || gate.equals("none") ? null : GateKind.named(String.valueOf(gate)),
                weighting == null ? LossWeighting.EQUAL : LossWeighting.named(String.valueOf(weighting)));
    }

    /** The gate of a sparse method. @throws IllegalStateException if the method is dense */
    public GateKind sparseGate() {
        if (gate == null) {
            throw new IllegalStateException("method " + name + " is dense: it has no gate");
        }
        return gate;
    }

    /** The value in settings: the name of a built-in method, else the definition. */
    @JsonValue
    public Object setting() {
        return isBuiltIn() ? name : definition();
    }

    /** The keys and values that define it in settings. */
    public Map<String, String> definition() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("name", name);
        keys.put("gate", gate == null ? "none" : gate.label());
        keys.put("weighting", weighting.label());
        return keys;
    }

    /** True for one of {@link #BUILT_IN}. */
    public boolean isBuiltIn() {
        return BUILT_IN.contains(this);
    }

    /** True if the feed-forward blocks are experts behind gates. */
    public boolean isSparse() {
        return gate != null;
    }

    /**
     * The number of experts of each mixture of a newly created model, by encoder layer; empty for a dense method.
     *
     * @param tasks the number of slots
     */
    public Map<Integer, Integer> experts(MoeSettings moe, int tasks) {
        Map<Integer, Integer> experts = new TreeMap<>();
        if (gate != null) {
            moe.layers().forEach(layer -> experts.put(layer, gate.experts(moe, tasks)));
        }
        return experts;
    }

    /** True if the gates have parameters per task that can be copied to another task. */
    public boolean hasTaskGates() {
        return gate != null && gate.isPerTask();
    }

    /** True if a task has its own gates or experts, which can be initialised from another task. */
    public boolean hasTaskParts() {
        return hasTaskGates() || hasPrivateExperts();
    }

    /** True if every task has experts of its own. */
    public boolean hasPrivateExperts() {
        return gate != null && gate.hasPrivateExperts();
    }

    /** True if every task has its own model. */
    public boolean separatesTasks() {
        return weighting == LossWeighting.SEPARATE;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
