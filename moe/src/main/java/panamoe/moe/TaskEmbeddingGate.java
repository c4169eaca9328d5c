package panamoe.moe;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/**
 * One gating network for all tasks with a learned embedding v[t] of the task: the scores of a row of task t are {@code
 * gelu(x W1 + v[t] U + b1) W2 + b2}. Without the hidden layer, v[t] would only be a bias per task.
 */
public final class TaskEmbeddingGate implements PerTaskGate {

    private final Parameter vectors;
    private final Parameter project;
    private final Parameter weight1;
    private final Parameter bias1;
    private final Parameter weight2;
    private final Parameter bias2;

    /**
     * The sizes.
     *
     * @param tasks T
     * @param d width of the rows
     * @param vector size of a task embedding
     * @param hidden hidden size
     * @param experts E
     */
    public record Sizes(int tasks, int d, int vector, int hidden, int experts) {}

    /**
     * Registers the stacked {@code task [T, vector]}, standard normal, and {@code project [vector, hidden]}, {@code
     * weight1 [d, hidden]}, {@code bias1 [hidden]}, {@code weight2 [hidden, E]}, {@code bias2 [E]}, as {@link
     * ParameterRole#GATE}. The task embeddings and the biases have no weight decay.
     */
    public TaskEmbeddingGate(Scope scope, Sizes s) {
        Scope weights = scope.defaultRole(ParameterRole.GATE);
        Scope undecayed = weights.undecayed();
        this.vectors = undecayed.addStacked("task", Shape.of(s.tasks(), s.vector()), Init.normal(1));
        this.project = weights.add("project", Shape.of(s.vector(), s.hidden()), Init.glorot());
        this.weight1 = weights.add("weight1", Shape.of(s.d(), s.hidden()), Init.glorot());
        this.bias1 = undecayed.add("bias1", Shape.of(s.hidden()), Init.constant(0));
        this.weight2 = weights.add("weight2", Shape.of(s.hidden(), s.experts()), Init.glorot());
        this.bias2 = undecayed.add("bias2", Shape.of(s.experts()), Init.constant(0));
    }

    @Override
    public int experts() {
        return bias2.shape().size();
    }

    @Override
    public ImmutableList<Parameter> taskParameters() {
        return Lists.immutable.of(vectors);
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        Var ofTask = ctx.parameter(vectors).matmul(ctx.parameter(project)).add(ctx.parameter(bias1));
        return x.matmul(ctx.parameter(weight1))
                .segmentBiasGelu(ofTask, rows.taskOffsets())
                .matmul(ctx.parameter(weight2))
                .add(ctx.parameter(bias2));
    }

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        TaskEmbeddingGate from = (TaskEmbeddingGate) whole;
        Part.copy(backend, from.vectors, vectors, part.tasks(), Part.all(vectors, 1));
        backend.copy(from.project.value(), project.value());
        backend.copy(from.weight1.value(), weight1.value());
        backend.copy(from.bias1.value(), bias1.value());
        Part.copy(backend, from.weight2, weight2, Part.all(weight2, 0), part.experts());
        Part.copy(backend, from.bias2, bias2, part.experts());
    }
}
