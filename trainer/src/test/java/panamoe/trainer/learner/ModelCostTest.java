package panamoe.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.experiment.TinyWorld;

/**
 * Costs counted by hand for two layers with d = 16 and feed-forward size 32, seven tasks of up to three labels, and four experts.
 */
class ModelCostTest {

    private static final long ATTENTION = 4 * 16 * 16;
    private static final long FEED_FORWARD = 2 * 16 * 32;
    private static final long FEED_FORWARD_BIASES = 32 + 16;
    private static final long REST_OF_LAYER = 4 * 16 + 2 * (16 + 16); // attention's biases, two layer norms
    private static final long HEAD = 16 * 3 + 3;
    private static final long GATE = 16 * 4 + 4;
    private static final int TASKS = 7;
    private static final int EXPERTS = 4;

    private static ModelCost cost(Method method, int k) {
        return cost(method, "selection: {k: %d, weighting: %s}".formatted(k, k == 1 ? "unit" : "renormalized"));
    }

    private static ModelCost cost(Method method, String moe) {
        ModelSettings settings = TinyWorld.model("dropout: 0, moe: {" + moe + "}");
        try (Backend backend = Backends.create("scalar", 1)) {
            MultiTaskModel model = new MultiTaskModel(
                    backend, method, settings, TinyWorld.pretrained().weights(), TASKS, 3, new Rng(1));
            return ModelCost.of(model, method, settings.moe());
        }
    }

    @Test
    void aDenseModelUsesAllParametersExceptOtherHeads() {
        long layer = ATTENTION + FEED_FORWARD + FEED_FORWARD_BIASES + REST_OF_LAYER;

        assertThat(cost(Method.DENSE_MTL, 1))
                .isEqualTo(
                        new ModelCost(2 * layer + TASKS * HEAD, 2 * layer + HEAD, 2 * 2 * (ATTENTION + FEED_FORWARD)));
    }

    @Test
    void aSparseModelUsesKExpertsAndTheGateOfOneTask() {
        long expert = FEED_FORWARD + FEED_FORWARD_BIASES;
        long layer = ATTENTION + REST_OF_LAYER;
        for (int k : List.of(1, 2)) {
            assertThat(cost(Method.TASK_GATE_MOE, k))
                    .isEqualTo(new ModelCost(
                            2 * (layer + EXPERTS * expert + TASKS * GATE) + TASKS * HEAD,
                            2 * (layer + k * expert + GATE) + HEAD,
                            2 * 2 * (ATTENTION + k * FEED_FORWARD + 16 * 4)));
        }
        assertThat(cost(Method.DENSE_MIXTURE_MOE, 1).flopsPerToken())
                .as("all experts")
                .isEqualTo(2 * 2 * (ATTENTION + EXPERTS * FEED_FORWARD + 16 * 4));
        assertThat(cost(Method.PRIVATE_EXPERT_MOE, 1).parameters())
                .as("an expert per task, and a gate over them")
                .isEqualTo(2 * (layer + TASKS * (expert + 16 * TASKS + TASKS)) + TASKS * HEAD);
    }

    /** As many weights for a token as in the dense block, and 16 numbers of the output bias for each further part of it. */
    @Test
    void aSharedExpertWithTheOtherHalfOfTheUnitsCostsATokenWhatTheDenseBlockCosts() {
        long layer = ATTENTION + REST_OF_LAYER;
        long half = (FEED_FORWARD + 32) / 2 + 16;

        assertThat(cost(Method.TASK_GATE_MOE, "shared-expert: true, expert-width: 0.5"))
                .isEqualTo(new ModelCost(
                        2 * (layer + half + EXPERTS * half + TASKS * GATE) + TASKS * HEAD,
                        2 * (layer + 2 * half + GATE) + HEAD,
                        2 * 2 * (ATTENTION + FEED_FORWARD + 16 * 4)));
        assertThat(cost(Method.TASK_GATE_MOE, "shared-expert: true").flopsPerToken())
                .as("a shared expert of the whole width")
                .isEqualTo(2 * 2 * (ATTENTION + 2 * FEED_FORWARD + 16 * 4));
    }

    @Test
    void theExpertsOfATaskInCgcTogetherCostATokenWhatTheDenseBlockCosts() {
        long layer = ATTENTION + REST_OF_LAYER;
        long half = (FEED_FORWARD + 32) / 2 + 16;
        long gate = 16 * 2 + 2;

        assertThat(cost(Method.CGC_MOE, 1))
                .isEqualTo(new ModelCost(
                        2 * (layer + (1 + TASKS) * half + TASKS * gate) + TASKS * HEAD,
                        2 * (layer + 2 * half + gate) + HEAD,
                        2 * 2 * (ATTENTION + FEED_FORWARD + 16 * 2)));
        assertThat(cost(Method.CGC_MOE, "gate: {private-experts: 3, shared-experts: 5}")
                        .flopsPerToken())
                .isEqualTo(2 * 2 * (ATTENTION + FEED_FORWARD + 16 * 8));
    }
}
