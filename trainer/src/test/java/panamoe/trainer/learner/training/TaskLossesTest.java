package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.TaskUncertainty;
import panamoe.trainer.tasks.Batch;

/** A batch of a sequence with label 1 of two, a sequence with score 0.5, and an empty sequence. */
class TaskLossesTest {

    private static final double LABEL = Math.log(4.0 / 3); // for the logits 0 and ln 3
    private static final double SCORE = 1; // for the prediction 1.5

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();
    private final TaskUncertainty uncertainty =
            new TaskUncertainty(Scope.of(parameters).child("uncertainty"), 2);
    private final Context ctx;
    private final TaskLosses losses;

    TaskLossesTest() {
        parameters.allocate(backend, new Rng(1));
        ctx = Context.training(backend, new Workspace(backend), parameters, null);
        Batch batch = Batch.of(
                2,
                1,
                3,
                Lists.immutable.with(
                        new Batch.Sequence(0, 1, 2, new float[1], new int[1], Float.NaN),
                        new Batch.Sequence(1, -1, 1, new float[1], new int[1], 0.5f)),
                true);
        Tensor logits = Tensor.of(backend, Shape.of(3, 2), new double[] {0, Math.log(3), 1.5, 0, 7, 7});
        losses = TaskLosses.of(ctx, ctx.constant(logits), BatchTensors.of(ctx, batch));
    }

    private double value(Var scalar) {
        return backend.readDoubles(scalar.value())[0];
    }

    @Test
    void theObjectiveIsTheMeanOverSequences() {
        assertThat(value(losses.objective(ctx, null))).isCloseTo((LABEL + SCORE) / 2, within(1e-12));
    }

    @Test
    void everyTaskHasItsOwnMean() {
        assertThat(backend.readDoubles(losses.perTask().value()))
                .containsExactly(new double[] {LABEL, SCORE}, within(1e-12));
    }

    /**
     * For variances 2 and 4: the loss of the label / 2, and half the loss of the score / 4; each plus half the log of its variance.
     */
    @Test
    void uncertaintyWeighsTheTasks() {
        backend.write(uncertainty.logVariance().value(), new double[] {Math.log(2), Math.log(4)});

        double ofLabel = LABEL / 2 + Math.log(2) / 2;
        double ofScore = SCORE / 2 / 4 + Math.log(4) / 2;
        assertThat(value(losses.objective(ctx, uncertainty))).isCloseTo((ofLabel + ofScore) / 2, within(1e-12));
    }
}
