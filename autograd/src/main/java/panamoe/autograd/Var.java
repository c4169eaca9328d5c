package panamoe.autograd;

import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A tensor in one step's computation, with the operations on it. */
public final class Var {

    static final int CONSTANT = -1;

    private final Context context;
    private final Tensor value;
    private final int slot;
    private final Parameter parameter;

    Var(Context context, Tensor value, int slot, Parameter parameter) {
        this.context = context;
        this.value = value;
        this.slot = slot;
        this.parameter = parameter;
    }

    /** The step it belongs to. */
    public Context context() {
        return context;
    }

    /** The elements. */
    public Tensor value() {
        return value;
    }

    /** The shape. */
    public Shape shape() {
        return value.shape();
    }

    /** True if a parameter or variable of this step flows into it. */
    public boolean isDifferentiable() {
        return slot != CONSTANT;
    }

    int slot() {
        return slot;
    }

    /** The parameter that this is a use of; null for others. */
    Parameter parameter() {
        return parameter;
    }

    /** The same value as a constant: no gradient flows through. */
    public Var stopGradient() {
        return context.constant(value);
    }

    /** Type and shape. */
    @Override
    public String toString() {
        return value.toString();
    }
}
