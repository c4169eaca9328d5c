package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.Network;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Compares the gradients of the training objective of a whole model with central differences in double precision, for every gate,
 * selection and router loss of the settings. It compares {@value #ELEMENTS} random elements of each parameter (seed
 * {@value #SEED}).
 *
 * <p>The default weighting {@code unit} has a constant value but a nonzero (straight-through) gradient, so it cannot be compared.
 * The cases use other weightings.
 */
class ConfiguredGradientsTest {

    private static final long SEED = 29;
    private static final int ELEMENTS = 4;
    private static final double STEP = 1e-5;

    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);
    private static final String NO_LOSS = "balance: 0";
    private static final String TOP_1 = "selection: {k: 1, weighting: probability}";
    private static final String TOP_2 = "selection: {k: 2, weighting: renormalized}";
    private static final String NOISY = "selection: {k: 2, weighting: renormalized, noisy: true}";

    private record Case(Method method, String moe, String losses) {}

    private static Case gate(Method method, String moe) {
        return new Case(method, moe, NO_LOSS);
    }

    private static Case selection(String moe) {
        return new Case(Method.TASK_GATE_MOE, moe, NO_LOSS);
    }

    private static Case loss(String moe, String losses) {
        return new Case(Method.TASK_GATE_MOE, moe, losses);
    }

    static Stream<Case> cases() {
        return Stream.of(
                gate(Method.DENSE_MTL, ""),
                gate(Method.DENSE_UNCERTAINTY, ""),
                gate(Method.SHARED_GATE_MOE, TOP_2),
                gate(Method.RANDOM_GATE_MOE, TOP_2),
                gate(Method.HASH_GATE_MOE, TOP_1),
                gate(Method.DENSE_MIXTURE_MOE, TOP_2),
                gate(Method.PRIVATE_EXPERT_MOE, TOP_1),
                gate(Method.PRIVATE_EXPERT_MOE, "gate: {private-experts: 3}, " + TOP_2),
                gate(Method.CGC_MOE, TOP_1),
                gate(Method.CGC_MOE, "gate: {private-experts: 3, shared-experts: 5, jitter: 0.2}, " + TOP_1),
                gate(Method.CGC_MOE, "shared-expert: true, expert-width: 0.25, " + TOP_1),
                gate(Method.TASK_EMBEDDING_MOE, TOP_2),
                gate(Method.TASK_GATE_MOE, TOP_1),
                gate(Method.TASK_GATE_MOE, "gate: {jitter: 0.2}, " + TOP_2),
                gate(Method.TASK_GATE_MOE, "layers: [1], shared-expert: true, " + TOP_2),
                gate(Method.TASK_GATE_MOE, "shared-expert: true, expert-width: 0.3, " + TOP_2),
                selection("selection: {k: 4, weighting: renormalized}"),
                selection(NOISY),
                selection("selection: {k: 2, weighting: renormalized, bias-rate: 0.01}"),
                selection("selection: {k: 2, weighting: probability, capacity-factor: 0.7}"),
                selection(
                        "selection: {k: 2, weighting: renormalized, capacity-factor: 0.7, drop-priority: first-come}"),
                selection("selection: {kind: expert-choice, factor: 1.5}"),
                loss(TOP_2, "balance: 0.5"),
                loss(TOP_2, "balance: 0.5, balance-over: batch"),
                loss(TOP_2, "balance: 0.5, balance-over: each-task"),
                loss(TOP_2, NO_LOSS + ", importance: 0.5"),
                loss(NOISY, NO_LOSS + ", load: 0.5"),
                loss(TOP_2, NO_LOSS + ", z: 0.5"),
                loss(TOP_2, NO_LOSS + ", mutual-information: 0.5"));
    }

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);
    private final Tensor dropoutKey = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(new Rng(SEED), 0));

    private static RunSettings settings(Case c) {
        return TinyWorld.settings("""
                methods: [%s]
                model: {dropout: 0.2, moe: {%s}}
                training: {router-losses: {%s}}
                """.formatted(c.method(), c.moe(), c.losses()), 1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAgreeWithCentralDifferences(Case c) {
        RunSettings settings = settings(c);
        PretrainedEncoder pretrained = TinyWorld.pretrained();
        MultiTaskModel model = new MultiTaskModel(
                backend,
                c.method(),
                settings.model(),
                pretrained.weights(),
                SLOTS.count(),
                SLOTS.maxClasses(),
                new Rng(SEED));
        FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), 0);
        Batches batches = new Batches(SLOTS, new FrozenFeatures(frozen, SLOTS, pretrained.tokenizer(), 12));
        ImmutableList<Curriculum.Part> parts = Lists.immutable.with(
                new Curriculum.Part(0, new int[] {0, 1, 2}),
                new Curriculum.Part(2, new int[] {3, 4}),
                new Curriculum.Part(3, new int[] {5}));
        Objective objective =
                new Objective(model, batches, parts, settings.training().routerLosses());

        Context ctx = training(model.parameters());
        ctx.backward(objective.of(ctx));
        double[] gradients = backend.readDoubles(model.parameters().gradients());
        double[] values = backend.readDoubles(model.parameters().values());

        double worst = 0;
        String place = "nothing";
        for (Parameter parameter : model.parameters().list().select(Parameter::isTrainable)) {
            for (int i = 0; i < ELEMENTS; i++) {
                int element = parameter.offset()
                        + new Rng(SEED)
                                .derive(parameter.name().hashCode())
                                .below(parameter.shape().size(), 0, i);
                double slope = (value(objective, model, values, element, STEP)
                                - value(objective, model, values, element, -STEP))
                        / (2 * STEP);
                double scale = Math.max(1, Math.max(Math.abs(slope), Math.abs(gradients[element])));
                double error = Math.abs(gradients[element] - slope) / scale;
                if (!(error <= worst)) { // NaN counts as worst
                    worst = error;
                    place = parameter.name();
                }
            }
        }
        // the error of the central differences is about 1e-10, relative to losses of order 1
        assertThat(worst).as(c + " at " + place).isPositive().isLessThan(1e-7);
    }

    /** The objective of a training step. Each evaluation creates its own moving average. */
    private record Objective(
            Network network, Batches batches, ImmutableList<Curriculum.Part> parts, RouterLossSettings routerLosses) {

        Var of(Context ctx) {
            BatchTensors tensors = BatchTensors.of(ctx, batches.of(parts));
            Network.Output output = network.forward(ctx, tensors);
            Var ofTasks = TaskLosses.of(ctx, output.logits(), tensors).objective(ctx, network.uncertainty());
            Optional<Var> ofRouting = new RouterLoss(routerLosses).of(ctx, output.sparse());
            assertThat(ofRouting.isPresent())
                    .as("a router loss exists if the settings have one")
                    .isEqualTo(routerLosses.toString().contains("0.5"));
            return ofRouting.map(ofTasks::add).orElse(ofTasks);
        }
    }

    private Context training(Parameters parameters) {
        return Context.training(backend, workspace, parameters, dropoutKey);
    }

    private double value(Objective objective, MultiTaskModel model, double[] values, int element, double step) {
        double center = values[element];
        values[element] = center + step;
        backend.write(model.parameters().values(), values);
        double value =
                backend.readDoubles(objective.of(training(model.parameters())).value())[0];
        values[element] = center;
        backend.write(model.parameters().values(), values);
        return value;
    }
}
