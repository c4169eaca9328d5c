package panamoe.autograd;

import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A named view into the flat buffers of its {@link Parameters}, or a frozen tensor of its own. */
public final class Parameter {

    private final String name;
    private final Shape shape;
    private final ParameterTraits traits;
    private Init init;
    private boolean trainable;
    private boolean marked;
    private Tensor value;
    private Tensor gradient;
    private int offset = -1;

    Parameter(String name, Shape shape, Init init, ParameterTraits traits) {
        this.name = name;
        this.shape = shape;
        this.init = init;
        this.traits = traits;
        this.trainable = traits.trained();
    }

    void place(Tensor value, Tensor gradient, int offset) {
        this.value = value;
        this.gradient = gradient;
        this.offset = offset;
    }

    /** The dotted name, for example {@code encoder.0.attention.qkv.weight}. */
    public String name() {
        return name;
    }

    /** The shape. */
    public Shape shape() {
        return shape;
    }

    /** How it begins; asked once, so that given values are not held on to. */
    Init takeInit() {
        Init first = init;
        init = null;
        return first;
    }

    /** The part that it plays in its model. */
    public ParameterRole role() {
        return traits.role();
    }

    /** True if the outermost axis lists independent entries, one per task, that are trained and kept apart. */
    public boolean isStacked() {
        return traits.stacked();
    }

    /** True if weight decay applies to it: not so for biases, norms and what tells tasks apart. */
    public boolean isDecayed() {
        return traits.decayed();
    }

    /** False while the parameter is frozen. */
    public boolean isTrainable() {
        return trainable;
    }

    void setTrainable(boolean trainable) {
        this.trainable = trainable;
    }

    /** Where it begins in the flat buffers; -1 for a parameter that was registered as frozen. */
    public int offset() {
        return offset;
    }

    /** The elements. @throws IllegalStateException before {@link Parameters#allocate} */
    public Tensor value() {
        if (value == null) {
            throw new IllegalStateException("parameter " + name + " has no memory yet: call Parameters.allocate first");
        }
        return value;
    }

    /** The view into the flat gradient buffer; null for a parameter that was registered as frozen. */
    public Tensor gradient() {
        return gradient;
    }

    /** True once a gradient was written in the present step. */
    boolean hasGradient() {
        return marked;
    }

    void markGradient() {
        marked = true;
    }

    void clearGradientMark() {
        marked = false;
    }

    /** Name and shape. */
    @Override
    public String toString() {
        return name + shape;
    }
}
