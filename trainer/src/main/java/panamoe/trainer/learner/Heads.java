package panamoe.trainer.learner;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.Part;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/** A linear head per task, with stacked parameters: the logits of a sequence of task t are {@code x W[t] + b[t]}. */
public final class Heads {

    private static final double DEVIATION = 0.02; // as in BERT

    private final Parameter weight;
    private final Parameter bias;

    /** Registers the stacked parameters {@code weight [T, d, C]} and {@code bias [T, C]}; the bias has no weight decay. */
    public Heads(Scope scope, int tasks, int width, int classes) {
        Scope heads = scope.defaultRole(ParameterRole.HEAD);
        this.weight = heads.addStacked("weight", Shape.of(tasks, width, classes), Init.normal(DEVIATION));
        this.bias = heads.undecayed().addStacked("bias", Shape.of(tasks, classes), Init.constant(0));
    }

    /** Computes {@code pooled[S, d] -> logits[S, C]}. */
    public Var forward(Context ctx, Var pooled, BatchTensors batch) {
        return pooled.groupedMatmul(ctx.parameter(weight), batch.sequences().taskOffsets())
                .addSegmentBias(ctx.parameter(bias), batch.sequences().taskOffsets());
    }

    /** The weights, {@code [T, d, C]}. */
    public Parameter weight() {
        return weight;
    }

    /** The biases, {@code [T, C]}. */
    public Parameter bias() {
        return bias;
    }

    /**
     * Copies heads from a larger model.
     *
     * @param slots the slots of the kept tasks in the larger model; of each head, as many columns are copied as this model has
     */
    void takePart(Backend backend, Heads whole, ImmutableIntList slots) {
        Part.copy(backend, whole.weight, weight, slots, Part.all(weight, 1), Part.all(weight, 2));
        Part.copy(backend, whole.bias, bias, slots, Part.all(bias, 1));
    }
}
