package panamoe.trainer.learner.relatedness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.Scope;
import panamoe.moe.PerTaskGate;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.learner.GateSettings;
import panamoe.trainer.learner.TaskGateStart;

class RelatedGatesTest {

    private static final int TASKS = 4;
    private static final int D = 3;
    private static final int EXPERTS = 5;
    private static final double DEVIATION = 2;

    private final Backend backend = new ReferenceBackend();
    private ImmutableList<PerTaskGate> gates;

    /** The first two tasks are alike, the third is different, the last is unseen and has no texts. */
    private final ImmutableList<TaskVector> vectors = Lists.immutable.of(
            new TaskVector(new double[] {1, 0, 0}, new double[] {1, 0.1, 0}),
            new TaskVector(new double[] {0.9, 0.2, 0}, new double[] {1, 0, 0.1}),
            new TaskVector(new double[] {0, 0, 1}, new double[] {0, 0, 1}),
            new TaskVector(new double[] {0.1, 0, 1}, null));

    private final int[] seen = {0, 1, 2};

    @BeforeEach
    void allocate() {
        Parameters parameters = new Parameters();
        Scope scope = Scope.of(parameters);
        gates = Lists.immutable.of(
                new TaskGate(scope.child("lower"), TASKS, 2, EXPERTS, 0.02, 1),
                new TaskGate(scope.child("upper"), TASKS, 2, EXPERTS, 0.02, 1));
        parameters.allocate(backend, new Rng(3));
    }

    private static GateSettings settings(TaskGateStart start) {
        return new GateSettings(0.02, DEVIATION, start, 0.5, 0, 32, 64, 1, 1);
    }

    private double[] entry(int layer, int parameter, int task) {
        double[] all = backend.readDoubles(
                gates.get(layer).taskParameters().get(parameter).value());
        int size = all.length / TASKS;
        return Arrays.copyOfRange(all, task * size, (task + 1) * size);
    }

    private double distance(int layer, int a, int b) {
        double[] of = entry(layer, 1, a);
        double[] other = entry(layer, 1, b);
        double square = 0;
        for (int e = 0; e < EXPERTS; e++) {
            square += Math.pow(of[e] - other[e], 2);
        }
        return Math.sqrt(square);
    }

    @Test
    void theBiasIsTheDirectionTimesTheMatrixOfTheLayer() {
        Rng rng = new Rng(9);

        RelatedGates.begin(backend, gates, vectors, seen, settings(TaskGateStart.DESCRIPTION), rng);

        // the mean of the seen descriptions is (1.9, 0.2, 1) / 3; the third task minus it, with length 1
        double[] direction = {-1.9 / 3, -0.2 / 3, 2.0 / 3};
        double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
        for (int layer = 0; layer < 2; layer++) {
            double[] matrix = rng.normals(layer, D * EXPERTS, 0, DEVIATION);
            double[] expected = new double[EXPERTS];
            for (int e = 0; e < EXPERTS; e++) {
                for (int i = 0; i < D; i++) {
                    expected[e] += direction[i] / length * matrix[i * EXPERTS + e];
                }
            }
            assertThat(entry(layer, 1, 2)).containsExactly(expected, within(1e-12));
        }
    }

    @Test
    void allTasksBeginWithTheSameWeights() {
        double[] first = entry(1, 0, 0);

        RelatedGates.begin(backend, gates, vectors, seen, settings(TaskGateStart.RELATEDNESS), new Rng(9));

        for (int task = 0; task < TASKS; task++) {
            assertThat(entry(1, 0, task)).isEqualTo(first);
        }
    }

    @Test
    void relatedTasksBeginCloserToEachOtherByRelatednessThanByDescription() {
        RelatedGates.begin(backend, gates, vectors, seen, settings(TaskGateStart.DESCRIPTION), new Rng(9));
        double byDescription = distance(0, 0, 1);
        RelatedGates.begin(backend, gates, vectors, seen, settings(TaskGateStart.RELATEDNESS), new Rng(9));

        assertThat(distance(0, 0, 1)).isLessThan(byDescription);
        assertThat(distance(0, 0, 2)).isGreaterThan(2 * distance(0, 0, 1));
        // the unseen task is like the third one
        assertThat(distance(0, 3, 2)).isLessThan(distance(0, 3, 0));
    }

    @Test
    void everySlotNeedsAVector() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelatedGates.begin(
                        backend, gates, vectors.take(3), seen, settings(TaskGateStart.DESCRIPTION), new Rng(9)))
                .withMessage("vectors of 3 tasks: expected one for each of the gate's 4");
    }

    @Test
    void aBlendIsTheMeanWeightedByTheSoftmaxOfSimilarities() {
        double[] similarities = {0.3, 0.1, -0.5};
        double[] exp = Arrays.stream(similarities).map(s -> Math.exp(s / 0.2)).toArray();
        double sum = Arrays.stream(exp).sum();
        double[][] before = new double[3][];
        for (int task = 0; task < 3; task++) {
            before[task] = entry(0, 0, task);
        }

        GateBlend.set(backend, gates, 3, seen, new Similarities(similarities));

        double[] expected = new double[before[0].length];
        for (int task = 0; task < 3; task++) {
            for (int i = 0; i < expected.length; i++) {
                expected[i] += exp[task] / sum * before[task][i];
            }
            assertThat(entry(0, 0, task)).isEqualTo(before[task]);
        }
        assertThat(entry(0, 0, 3)).containsExactly(expected, within(1e-12));
    }
}
