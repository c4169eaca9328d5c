package panamoe.autograd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * One step: its backend, the workspace of its tensors and, in training, the tape that records it. A new context begins
 * a new step of the workspace, which makes the tensors of the step before invalid.
 */
public final class Context {

    private final Backend backend;
    private final Workspace workspace;
    private final @Nullable Recording recording;
    private final ProcessGroup group;
    private final Tensor lifetime;
    private @Nullable Arguments[] arguments = new Arguments[5];
    private int dropoutStreams;

    /** The parts that only a step with gradients has. */
    private record Recording(
            Parameters parameters, Tape tape, @Nullable Tensor dropoutKey) {}

    private Context(Backend backend, Workspace workspace, @Nullable Recording recording, ProcessGroup group) {
        this.backend = backend;
        this.workspace = workspace;
        this.recording = recording;
        this.group = group;
        workspace.begin();
        this.lifetime = workspace.allocate(DType.I32, Shape.SCALAR);
    }

    /** A step that computes without recording; dropout is off. */
    public static Context inference(Backend backend, Workspace workspace) {
        return inference(backend, workspace, ProcessGroup.single());
    }

    /** As {@link #inference(Backend, Workspace)}, of all processes of a group, each on a part of the batch. */
    public static Context inference(Backend backend, Workspace workspace, ProcessGroup group) {
        return new Context(backend, workspace, null, group);
    }

    /**
     * A step that records for {@link #backward}.
     *
     * @param parameters the parameters that {@link #backward} differentiates
     * @param dropoutKey {@code I32[3]} of {@link #dropoutKey}; null for a step without random numbers, which refuses
     *     dropout at a rate above 0
     * @throws IllegalArgumentException if the parameters are not allocated on this backend
     */
    public static Context training(
            Backend backend, Workspace workspace, Parameters parameters, @Nullable Tensor dropoutKey) {
        return training(backend, workspace, parameters, dropoutKey, ProcessGroup.single());
    }

    /**
     * As {@link #training(Backend, Workspace, Parameters, Tensor)}, of all processes of a group, each on a part of the
     * batch. {@link #backward} gives each process the gradient of its own part.
     */
    public static Context training(
            Backend backend,
            Workspace workspace,
            Parameters parameters,
            @Nullable Tensor dropoutKey,
            ProcessGroup group) {
        Check.that(
                parameters.isAllocated() && parameters.backend() == backend,
                () -> "training step on " + backend.name() + ": expected the backend of the parameters, which are "
                        + (parameters.isAllocated()
                                ? "on " + parameters.backend().name()
                                : "not allocated"));
        parameters.clearGradientMarks();
        return new Context(
                backend, workspace, new Recording(parameters, new Tape(backend, workspace), dropoutKey), group);
    }

    /** The key of the random numbers of one training step, {@code [low word of the seed, high word, step]}. */
    public static int[] dropoutKey(Rng rng, int step) {
        return new int[] {rng.low(), rng.high(), step};
    }

    /** The backend of the step. */
    public Backend backend() {
        return backend;
    }

    /** The processes that share the batch of the step. */
    public ProcessGroup group() {
        return group;
    }

    /** True if the step records for {@link #backward}. */
    public boolean isTraining() {
        return recording != null;
    }

    Workspace workspace() {
        return workspace;
    }

    /** A tensor of this step with undefined elements, for integer results such as indices. */
    public Tensor allocate(DType dtype, Shape shape) {
        return workspace.allocate(dtype, shape);
    }

    /** Throws if the workspace has begun a later step, because the tensors of this step are then invalid. */
    private void checkNotOver() {
        lifetime.storage();
    }

    /** A floating tensor of this step with undefined elements. */
    public Tensor floats(Shape shape) {
        return workspace.allocate(backend.floatType(), shape);
    }

    /** A value with no gradient; integer tensors are always constants. */
    public Var constant(Tensor value) {
        return new Var(this, value, false, null);
    }

    /**
     * A value with a gradient, which {@link #gradient} returns after {@link #backward}.
     *
     * @throws IllegalArgumentException if the tensor is not of the floating type: integers are not differentiable
     */
    public Var variable(Tensor value) {
        Check.that(
                value.dtype() == backend.floatType(),
                () -> "a variable of " + value + ": only " + backend.floatType() + " is differentiable here");
        return new Var(this, value, recording != null, null);
    }

    /**
     * A parameter in this step. It is differentiable unless it is frozen or the step does not record.
     *
     * @throws IllegalArgumentException if it is trainable and not among the parameters of this training step
     */
    public Var parameter(Parameter parameter) {
        if (recording == null || !parameter.isTrainable()) {
            return constant(parameter.value());
        }
        if (!recording.parameters.contains(parameter)) {
            throw new IllegalArgumentException(
                    "parameter " + parameter.name() + " is trainable but not among this step's parameters");
        }
        return new Var(this, parameter.value(), true, parameter);
    }

    /** Applies an operation; it is recorded if an input is differentiable. */
    public Var apply(Op op, Var... inputs) {
        checkInputs(op, inputs);
        Arguments arguments = arguments(inputs);
        Tensor[] in = arguments.values;
        Shape shape = op.infer(arguments.shapes);
        Tensor out = op instanceof Op.View view ? view.view(in[0]) : floats(shape);
        Saved saved = new Saved(this);
        op.forward(backend, in, out, saved);
        return result(op, out, saved, inputs);
    }

    /**
     * The argument arrays of a call with this number of inputs. Calls reuse them, so an operation must not keep them.
     */
    private record Arguments(Tensor[] values, Shape[] shapes) {}

    private Arguments arguments(Var... inputs) {
        int count = inputs.length;
        if (count >= arguments.length) {
            arguments = Arrays.copyOf(arguments, count + 1);
        }
        Arguments ofCall = arguments[count];
        if (ofCall == null) {
            ofCall = new Arguments(new Tensor[count], new Shape[count]);
            arguments[count] = ofCall;
        }
        for (int i = 0; i < count; i++) {
            ofCall.values[i] = inputs[i].value();
            ofCall.shapes[i] = ofCall.values[i].shape();
        }
        return ofCall;
    }

    /** Applies two operations in one kernel; each is recorded on its own, if one of its inputs is differentiable. */
    public OpPair.Outputs apply(OpPair pair, Var... inputs) {
        Op first = pair.first();
        Op second = pair.second();
        checkInputs(second, inputs);
        Arguments arguments = arguments(inputs);
        Shape shape = pair.infer(arguments.shapes);
        Tensor firstOut = floats(shape);
        Tensor secondOut = floats(shape);
        Saved keptByFirst = new Saved(this);
        Saved keptBySecond = new Saved(this);
        pair.forward(backend, arguments.values, firstOut, secondOut, keptByFirst, keptBySecond);
        int split = pair.inputsOfFirst();
        Var firstResult = result(first, firstOut, keptByFirst, Arrays.copyOf(inputs, split));
        Var[] ofSecond = new Var[inputs.length - split + 1];
        ofSecond[0] = firstResult;
        System.arraycopy(inputs, split, ofSecond, 1, inputs.length - split);
        return new OpPair.Outputs(firstResult, result(second, secondOut, keptBySecond, ofSecond));
    }

    private void checkInputs(Op op, Var... inputs) {
        checkNotOver();
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].context() != this) {
                throw new IllegalArgumentException(op.name() + ": input " + i + " belongs to another step");
            }
        }
    }

    private Var result(Op op, Tensor out, Saved saved, Var... inputs) {
        boolean differentiable = false;
        for (Var input : inputs) {
            differentiable |= input.isDifferentiable();
        }
        if (recording == null || !differentiable) {
            saved.release();
            return constant(out);
        }
        Var output = new Var(this, out, true, null);
        recording.tape.record(op, inputs, saved, output);
        return output;
    }

    /**
     * Computes the gradients of a one-element loss, once per step. {@link Parameters#gradients} then holds those of the
     * parameters, 0 for a parameter that the loss does not depend on; {@link #gradient} returns those of the variables.
     *
     * @throws IllegalArgumentException if the step does not record, or the loss has several elements or is a constant
     * @throws IllegalStateException if it was called before in this step
     */
    public void backward(Var loss) {
        backward(loss, parameter -> {});
    }

    /**
     * As {@link #backward(Var)}.
     *
     * @param listener is told of each trainable parameter as soon as its gradient is complete, in an order that depends
     *     on the operations of the step only
     */
    public void backward(Var loss, GradientListener listener) {
        if (recording == null) {
            throw new IllegalArgumentException("backward in a step that does not record: use Context.training");
        }
        checkNotOver();
        Parameters parameters = recording.parameters;
        recording.tape.backward(loss, parameter -> parameters.complete(parameter, listener));
        parameters.completeUnused(listener);
    }

    /**
     * The gradient of a {@link #variable} after {@link #backward}.
     *
     * @throws IllegalStateException if there is none: before backward, for a result or a constant, or if the loss does
     *     not depend on it
     */
    public Tensor gradient(Var variable) {
        Tensor gradient = recording == null || !variable.isDifferentiable() ? null : recording.tape.gradient(variable);
        if (gradient == null) {
            throw new IllegalStateException("no gradient for " + variable
                    + ": expected a Context.variable that the loss depends on, after backward");
        }
        return gradient;
    }

    /** True if the step has random numbers: a training step that was given a key. */
    public boolean hasDropoutKey() {
        return dropoutKey() != null;
    }

    @Nullable
    Tensor dropoutKey() {
        return recording == null ? null : recording.dropoutKey;
    }

    /** A new number for each dropout of this step, so that their masks differ. */
    int nextDropoutStream() {
        return dropoutStreams++;
    }
}
