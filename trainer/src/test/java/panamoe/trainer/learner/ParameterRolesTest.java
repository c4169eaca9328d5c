package panamoe.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.tensor.Rng;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.experiment.TinyWorld;

/**
 * The names, roles and properties of all parameters, in the order of registration. The names must not change, since the initial
 * values are derived from them.
 */
class ParameterRolesTest {

    private static final List<String> ATTENTION = List.of(
            "encoder.layer.0.attention.qkv.weight trunk decayed",
            "encoder.layer.0.attention.qkv.bias trunk",
            "encoder.layer.0.attention.output.weight trunk decayed",
            "encoder.layer.0.attention.output.bias trunk",
            "encoder.layer.0.attentionNorm.weight trunk",
            "encoder.layer.0.attentionNorm.bias trunk");
    private static final List<String> FEED_FORWARD = List.of(
            "encoder.layer.0.feedForward.in.weight feed_forward decayed",
            "encoder.layer.0.feedForward.in.bias feed_forward",
            "encoder.layer.0.feedForward.out.weight feed_forward decayed",
            "encoder.layer.0.feedForward.out.bias feed_forward");
    private static final List<String> NOISE = List.of("encoder.layer.0.gate.noise.weight gate decayed");
    private static final List<String> EXPERTS = List.of(
            "encoder.layer.0.shared.weight1 feed_forward decayed",
            "encoder.layer.0.shared.bias1 feed_forward",
            "encoder.layer.0.shared.weight2 feed_forward decayed",
            "encoder.layer.0.shared.bias2 feed_forward",
            "encoder.layer.0.experts.weight1 expert decayed",
            "encoder.layer.0.experts.bias1 expert",
            "encoder.layer.0.experts.weight2 expert decayed",
            "encoder.layer.0.experts.bias2 expert");
    private static final List<String> TASK_GATE =
            List.of("encoder.layer.0.gate.weight gate stacked decayed", "encoder.layer.0.gate.bias gate stacked");
    private static final List<String> REST = List.of(
            "encoder.layer.0.feedForwardNorm.weight trunk",
            "encoder.layer.0.feedForwardNorm.bias trunk",
            "heads.weight head stacked decayed",
            "heads.bias head stacked");

    /** The parameters of a model of one layer, with all optional parts of a mixture. */
    private static ImmutableList<Parameter> parameters(Method method) {
        ModelSettings settings = TinyWorld.model(
                "last-layer: 0, dropout: 0, moe: {layers: [0], shared-expert: true, selection: {noisy: true}}");
        return new MultiTaskModel(
                        new ReferenceBackend(),
                        method,
                        settings,
                        TinyWorld.pretrained().weights(),
                        3,
                        2,
                        new Rng(1))
                .parameters()
                .list();
    }

    private static List<String> listed(Method method) {
        return parameters(method)
                .collect(p -> p.name() + " " + p.role().name().toLowerCase(Locale.ROOT)
                        + (p.isStacked() ? " stacked" : "")
                        + (p.isTrainable() ? "" : " frozen")
                        + (p.isDecayed() ? " decayed" : ""))
                .castToList();
    }

    @SafeVarargs
    private static List<String> all(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    @Test
    void denseModels() {
        assertThat(listed(Method.DENSE_MTL)).isEqualTo(all(ATTENTION, FEED_FORWARD, REST));
        assertThat(listed(Method.DENSE_UNCERTAINTY))
                .isEqualTo(all(ATTENTION, FEED_FORWARD, REST, List.of("uncertainty.logVariance loss_weight stacked")));
    }

    @Test
    void gatesOfOneNetworkForAllTasks() {
        assertThat(listed(Method.SHARED_GATE_MOE))
                .isEqualTo(all(
                        ATTENTION,
                        List.of("encoder.layer.0.gate.weight gate decayed", "encoder.layer.0.gate.bias gate"),
                        NOISE,
                        EXPERTS,
                        REST));
        assertThat(listed(Method.TASK_EMBEDDING_MOE))
                .isEqualTo(all(
                        ATTENTION,
                        List.of(
                                "encoder.layer.0.gate.task gate stacked",
                                "encoder.layer.0.gate.project gate decayed",
                                "encoder.layer.0.gate.weight1 gate decayed",
                                "encoder.layer.0.gate.bias1 gate",
                                "encoder.layer.0.gate.weight2 gate decayed",
                                "encoder.layer.0.gate.bias2 gate"),
                        NOISE,
                        EXPERTS,
                        REST));
    }

    @Test
    void gatesThatDoNotLearn() {
        assertThat(listed(Method.RANDOM_GATE_MOE)).isEqualTo(all(ATTENTION, NOISE, EXPERTS, REST));
        assertThat(listed(Method.HASH_GATE_MOE))
                .isEqualTo(all(
                        ATTENTION, List.of("encoder.layer.0.gate.scores gate frozen decayed"), NOISE, EXPERTS, REST));
    }

    @Test
    void gatesOfOneNetworkPerTask() {
        assertThat(listed(Method.TASK_GATE_MOE)).isEqualTo(all(ATTENTION, TASK_GATE, NOISE, EXPERTS, REST));
        assertThat(listed(Method.DENSE_MIXTURE_MOE)).isEqualTo(all(ATTENTION, TASK_GATE, EXPERTS, REST));
        assertThat(listed(Method.CGC_MOE))
                .isEqualTo(all(
                        ATTENTION,
                        TASK_GATE,
                        List.of("encoder.layer.0.gate.ownership gate frozen decayed"),
                        EXPERTS,
                        REST));
        assertThat(listed(Method.PRIVATE_EXPERT_MOE))
                .isEqualTo(all(
                        ATTENTION,
                        TASK_GATE,
                        List.of("encoder.layer.0.gate.ownership gate frozen decayed"),
                        NOISE,
                        EXPERTS,
                        REST));
    }

    static ImmutableList<Method> methods() {
        return Method.BUILT_IN;
    }

    /**
     * The oracle derives the roles from the names, as an earlier version of the model did: earlier results are valid only if the
     * roles have not changed.
     */
    @ParameterizedTest
    @MethodSource("methods")
    void rolesAgreeWithTheNames(Method method) {
        assertThat(parameters(method)).isNotEmpty().allSatisfy(p -> {
            assertThat(p.role()).as(p.name()).isEqualTo(roleByName(p.name()));
            assertThat(p.isDecayed())
                    .as(p.name())
                    .isEqualTo(!p.name().matches(".*\\.(bias[12]?|\\w*[nN]orm\\.weight|task|logVariance)"));
        });
    }

    private static ParameterRole roleByName(String name) {
        if (name.matches(".*\\.(experts|shared|feedForward)\\..*")) {
            return name.contains(".experts.") ? ParameterRole.EXPERT : ParameterRole.FEED_FORWARD;
        }
        if (name.contains(".gate.")) {
            return ParameterRole.GATE;
        }
        if (name.startsWith("heads.")) {
            return ParameterRole.HEAD;
        }
        return name.startsWith("uncertainty") ? ParameterRole.LOSS_WEIGHT : ParameterRole.TRUNK;
    }
}
