package panamoe.trainer.learner.relatedness;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.moe.GateTransfer;
import panamoe.moe.PerTaskGate;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.GateSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.TaskGateStart;

/**
 * Task gates that begin with what the tasks have in common. All tasks get the weights of the first slot. The biases of a task are its
 * direction times a random matrix, which is another one in each layer, so related tasks begin with the same experts.
 */
public final class RelatedGates {

    private RelatedGates() {}

    /** True if the gates of new models of a method begin so by these settings. */
    public static boolean applyTo(Method method, GateSettings settings) {
        return method.gate() == GateKind.TASK && settings.start() != TaskGateStart.INDEPENDENT;
    }

    /**
     * Sets the initial values of all gates.
     *
     * @param gates of a new model, the lowest layer first
     * @param vectors one for each slot
     * @param seen the slots of the tasks that the model is trained with; the others begin by their similarity to these
     * @param settings for which {@link #applyTo} is true
     * @param rng of the random matrices
     */
    public static void begin(
            Backend backend,
            ImmutableList<PerTaskGate> gates,
            ImmutableList<TaskVector> vectors,
            int[] seen,
            GateSettings settings,
            Rng rng) {
        double[][] directions = directions(vectors, seen, settings);
        gates.forEachWithIndex((each, layer) -> {
            TaskGate gate = (TaskGate) each;
            Check.that(
                    gate.tasks() == directions.length,
                    "vectors of " + directions.length + " tasks: expected one for each of the gate's " + gate.tasks());
            double[] matrix = rng.normals(layer, directions[0].length * gate.experts(), 0, settings.biasDeviation());
            for (int task = 1; task < directions.length; task++) {
                GateTransfer.copy(backend, gate, 0, task);
            }
            for (int task = 0; task < directions.length; task++) {
                backend.write(
                        gate.bias().value().rowSlice(task, task + 1),
                        product(directions[task], matrix, gate.experts()));
            }
        });
    }

    private static double[][] directions(ImmutableList<TaskVector> vectors, int[] seen, GateSettings settings) {
        boolean readsTexts = settings.start() == TaskGateStart.RELATEDNESS;
        ImmutableList<TaskVector> known =
                readsTexts ? vectors : vectors.collect(vector -> new TaskVector(vector.description(), null));
        TaskSpace space = new TaskSpace(
                Lists.immutable.fromStream(IntStream.of(seen).mapToObj(known::get)), settings.descriptionWeight());
        double[][] directions = known.collect(space::direction).toArray(new double[0][]);
        return readsTexts ? MeanShift.shifted(directions, seen) : directions;
    }

    /** {@code direction [d]} times {@code matrix [d, columns]}. */
    private static double[] product(double[] direction, double[] matrix, int columns) {
        double[] product = new double[columns];
        for (int i = 0; i < direction.length; i++) {
            for (int j = 0; j < columns; j++) {
                product[j] += direction[i] * matrix[i * columns + j];
            }
        }
        return product;
    }
}
