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
 * A learner to be compared with others: which gate stands before its experts, and how it weighs the losses of its tasks. In settings a
 * built-in method is its name, and another one is defined there as {@code {name: task-gate-pcgrad, gate: task, weighting: pcgrad}}.
 *
 * @param name in settings, results and reports: lower-case letters and digits joined by hyphens, a letter first, so that YAML reads
 *     it as a name and not as a number
 * @param gate of the mixtures of experts; null in a dense method
 * @param weighting of the tasks' losses
 */
public record Method(String name, @Nullable GateKind gate, LossWeighting weighting) {

    /** A dense model per task. */
    public static final Method SINGLE_TASK = new Method("single-task", null, LossWeighting.SEPARATE);

    /** One dense model for all tasks, with a head per task. */
    public static final Method DENSE_MTL = new Method("dense-mtl", null, LossWeighting.EQUAL);

    /** The same with losses weighted by learned uncertainty (Kendall et al. 2018). */
    public static final Method DENSE_UNCERTAINTY = new Method("dense-uncertainty", null, LossWeighting.UNCERTAINTY);

    /** The same with losses weighted by GradNorm (Chen et al. 2018). */
    public static final Method DENSE_GRADNORM = new Method("dense-gradnorm", null, LossWeighting.GRADNORM);

    /** The same with conflicting gradients projected (PCGrad; Yu et al. 2020). */
    public static final Method DENSE_PCGRAD = new Method("dense-pcgrad", null, LossWeighting.PCGRAD);

    /** Experts for all tasks behind one gate, with a head per task. */
    public static final Method SHARED_GATE_MOE = sparse("shared-gate-moe", GateKind.SHARED);

    /** The same with experts drawn at random (Zuo et al. 2022). */
    public static final Method RANDOM_GATE_MOE = sparse("random-gate-moe", GateKind.RANDOM);

    /** The same with a fixed expert for each token of the vocabulary (Roller et al. 2021). */
    public static final Method HASH_GATE_MOE = sparse("hash-gate-moe", GateKind.HASH);

    /** A gate per task that weighs all experts: as many times the cost as there are experts (Ma et al. 2018, MMoE). */
    public static final Method DENSE_MIXTURE_MOE = sparse("dense-mixture-moe", GateKind.MIXTURE);

    /** Experts of each task's own: the control that tells isolation from sharing. */
    public static final Method PRIVATE_EXPERT_MOE = sparse("private-expert-moe", GateKind.PRIVATE);

    /** Experts for all tasks behind one gate that is told the task. */
    public static final Method TASK_EMBEDDING_MOE = sparse("task-embedding-moe", GateKind.TASK_EMBEDDING);

    /** Experts for all tasks behind a gate per task, with a head per task (Gupta et al. 2022). */
    public static final Method TASK_GATE_MOE = sparse("task-gate-moe", GateKind.TASK);

    /** The methods that every settings file knows by name, in the order in which they are shown; the paper's is the last. */
    public static final ImmutableList<Method> BUILT_IN = Lists.immutable.of(
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

    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private static final int LONGEST_NAME = 64;

    /** Methods that are not built in come before the paper's, by name: a comparison is the later minus the earlier one. */
    private static final Comparator<String> ORDER = Comparator.<String>comparingDouble(name ->
                    named(name).map(method -> (double) BUILT_IN.indexOf(method)).orElse(BUILT_IN.size() - 1.5))
            .thenComparing(Comparator.naturalOrder());

    /** @throws IllegalArgumentException if the name is malformed */
    public Method {
        Check.that(
                name.length() <= LONGEST_NAME && name.matches(NAME),
                () -> "method name \"" + name + "\": expected lower-case letters and digits joined by hyphens, a letter"
                        + " first, at most " + LONGEST_NAME + " characters");
    }

    private static Method sparse(String name, GateKind gate) {
        return new Method(name, gate, LossWeighting.EQUAL);
    }

    /** The built-in method of that name, if there is one. */
    public static Optional<Method> named(String name) {
        return BUILT_IN.detectOptional(method -> method.name.equals(name));
    }

    /** Names of methods in the order in which they are shown. */
    public static List<String> inOrder(Collection<String> names) {
        return names.stream().distinct().sorted(ORDER).toList();
    }

    /** An unmodifiable copy of a map by the names of methods, in the order in which methods are shown. */
    public static <V> Map<String, V> byName(Map<String, V> map) {
        Map<String, V> ordered = new LinkedHashMap<>();
        inOrder(map.keySet()).forEach(name -> ordered.put(name, map.get(name)));
        return Collections.unmodifiableMap(ordered);
    }

    /**
     * Checks the names of methods that a setting is given for.
     *
     * @param key of the setting
     * @param methods those that the settings have, beside the built-in ones
     * @throws IllegalArgumentException if there is no such method
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
     * The method behind a value of the settings.
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
        Object name = keys.get("name");
        Check.that(name instanceof String, () -> "method " + keys + ": expected a name");
        Check.that(
                named((String) name).isEmpty(),
                () -> "method " + name
                        + " is built in: take it by its name alone, or give the definition another name");
        Object gate = keys.get("gate");
        Object weighting = keys.get("weighting");
        return new Method(
                (String) name,
                gate == null || gate.equals("none") ? null : GateKind.named(String.valueOf(gate)),
                weighting == null ? LossWeighting.EQUAL : LossWeighting.named(String.valueOf(weighting)));
    }

    /** Its name, or its definition if it is not built in. */
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
     * The number of experts of each mixture of a model that is trained, by encoder layer; empty in a dense method.
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

    /** True if tasks have gates, or parts of gates, that can be handed to another task. */
    public boolean hasTaskGates() {
        return gate != null && gate.isPerTask();
    }

    /** True if a task has gates or experts of its own, which can begin as another task's. */
    public boolean hasTaskParts() {
        return hasTaskGates() || hasPrivateExperts();
    }

    /** True if every task has experts of its own. */
    public boolean hasPrivateExperts() {
        return gate == GateKind.PRIVATE;
    }

    /** True if every task has a model of its own. */
    public boolean separatesTasks() {
        return weighting == LossWeighting.SEPARATE;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
