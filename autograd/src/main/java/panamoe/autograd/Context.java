package panamoe.autograd;

import java.util.Arrays;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/**
 * One step: the backend it runs on, the workspace its tensors live in, and, in training, the tape that records it.
 * Making a context begins a new step of the workspace, which ends the life of the step before.
 */
public final class Context {

    private final Backend backend;
    private final Workspace workspace;
    private final Parameters parameters;
    private final Tape tape;
    private final Tensor dropoutKey;
    private final Tensor lifetime;
    private Arguments[] arguments = new Arguments[5];
    private int dropoutStreams;

    private Context(Backend backend, Workspace workspace, Parameters parameters, boolean training, Tensor dropoutKey) {
        this.backend = backend;
        this.workspace = workspace;
        this.parameters = parameters;
        this.tape = training ? new Tape(backend, workspace) : null;
        this.dropoutKey = dropoutKey;
        workspace.begin();
        this.lifetime = workspace.allocate(DType.I32, Shape.SCALAR);
    }

    /** A step that computes and records nothing; dropout is off. */
    public static Context inference(Backend backend, Workspace workspace) {
        return new Context(backend, workspace, null, false, null);
    }

    /**
     * A step that records for {@link #backward}.
     *
     * @param parameters whose gradients backward writes
     * @param dropoutKey {@code I32[3]} of {@link #dropoutKey}; null for a step without random numbers, in which dropout at
     *     a rate above 0 is refused
     */
    public static Context training(Backend backend, Workspace workspace, Parameters parameters, Tensor dropoutKey) {
        Check.that(
                parameters.backend() == backend,
                () -> "a training step on another backend than its parameters'; they are "
                        + (parameters.backend() == null
                                ? "not allocated"
                                : "on " + parameters.backend().name()));
        parameters.clearGradientMarks();
        return new Context(backend, workspace, parameters, true, dropoutKey);
    }

    /** The words that tell the random numbers of one training step: seed and step. */
    public static int[] dropoutKey(Rng rng, int step) {
        return new int[] {rng.low(), rng.high(), step};
    }

    /** What the step computes on. */
    public Backend backend() {
        return backend;
    }

    /** True if the step records for {@link #backward}. */
    public boolean isTraining() {
        return tape != null;
    }

    Workspace workspace() {
        return workspace;
    }

    /** A tensor of this step with undefined elements, for integer results such as indices. */
    public Tensor allocate(DType dtype, Shape shape) {
        return workspace.allocate(dtype, shape);
    }

    /** A step ends when the workspace begins the next, and its tensors with it. */
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
     * A value whose gradient {@link #gradient} gives after {@link #backward}.
     *
     * @throws IllegalArgumentException if the tensor holds integers: they are not differentiable
     */
    public Var variable(Tensor value) {
        Check.that(
                value.dtype() == backend.floatType(),
                () -> "a variable of " + value + ": only " + backend.floatType() + " is differentiable here");
        return new Var(this, value, tape != null, null);
    }

    /** A parameter in this step: differentiable unless it is frozen or the step does not record. */
    public Var parameter(Parameter parameter) {
        if (tape == null || !parameter.isTrainable()) {
            return constant(parameter.value());
        }
        if (!parameters.contains(parameter)) {
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

    /** What operations with a number of inputs are called with: they see the arrays during the call only. */
    private record Arguments(Tensor[] values, Shape[] shapes) {}

    private Arguments arguments(Var... inputs) {
        int count = inputs.length;
        if (count >= arguments.length) {
            arguments = Arrays.copyOf(arguments, count + 1);
        }
        if (arguments[count] == null) {
            arguments[count] = new Arguments(new Tensor[count], new Shape[count]);
        }
        Arguments ofCall = arguments[count];
        for (int i = 0; i < count; i++) {
            ofCall.values[i] = inputs[i].value();
            ofCall.shapes[i] = ofCall.values[i].shape();
        }
        return ofCall;
    }

    /** Applies two operations in one kernel; each is recorded by itself, if an input of it is differentiable. */
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
        if (!differentiable) {
            saved.release();
            return constant(out);
        }
        Var output = new Var(this, out, true, null);
        tape.record(op, inputs, saved, output);
        return output;
    }

    /**
     * Computes the gradients of a one-element loss: in {@link Parameters#gradients} for parameters (0 for those that the
     * loss does not depend on), through {@link #gradient} for variables. Once per step.
     */
    public void backward(Var loss) {
        Check.that(tape != null, "backward in a step that does not record: use Context.training");
        checkNotOver();
        tape.backward(loss);
        parameters.zeroUnmarkedGradients();
    }

    /**
     * The gradient of a {@link #variable} after {@link #backward}.
     *
     * @throws IllegalStateException if there is none: before backward, for a result or a constant, or if the loss does
     *     not depend on it
     */
    public Tensor gradient(Var variable) {
        Tensor gradient = tape == null || !variable.isDifferentiable() ? null : tape.gradient(variable);
        if (gradient == null) {
            throw new IllegalStateException("no gradient for " + variable
                    + ": expected a Context.variable that the loss depends on, after backward");
        }
        return gradient;
    }

    /** True if the step has random numbers: a training step that was given a key. */
    public boolean hasDropoutKey() {
        return dropoutKey != null;
    }

    Tensor dropoutKey() {
        return dropoutKey;
    }

    /** A number that tells the dropout places of this step apart. */
    int nextDropoutStream() {
        return dropoutStreams++;
    }
}
