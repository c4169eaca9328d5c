package panamoe.autograd;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A named view into the flat buffers of its {@link Parameters}, or a frozen tensor of its own. */
public final class Parameter {

    private final String name;
    private final Shape shape;
    private final ParameterTraits traits;
    private @Nullable Init init;
    private boolean trainable;
    private boolean marked;
    private int uses;
    private boolean used;
    private @Nullable Tensor value;
    private @Nullable Tensor gradient;
    private int offset = -1;

    Parameter(String name, Shape shape, Init init, ParameterTraits traits) {
        this.name = name;
        this.shape = shape;
        this.init = init;
        this.traits = traits;
        this.trainable = traits.trained();
    }

    /** Gives a parameter that was registered as frozen its memory. */
    void place(Tensor value) {
        this.value = value;
    }

    /** Gives a parameter that is trained its place in the flat buffers. */
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

    /** Returns the initial values and drops its reference to them, so that given values can be freed. */
    Init takeInit() {
        Init first = Objects.requireNonNull(init, () -> "the first values of " + name + " were taken before");
        init = null;
        return first;
    }

    /** Its role in the model. */
    public ParameterRole role() {
        return traits.role();
    }

    /** True if the outermost axis has one entry per task, each trained on its own. */
    public boolean isStacked() {
        return traits.stacked();
    }

    /** True if weight decay applies to it: false for biases, norms and task embeddings. */
    public boolean isDecayed() {
        return traits.decayed();
    }

    /** True if each process of a group has its own part of the outermost axis. */
    public boolean isSharded() {
        return traits.sharded();
    }

    /** False while the parameter is frozen. */
    public boolean isTrainable() {
        return trainable;
    }

    void setTrainable(boolean trainable) {
        this.trainable = trainable;
    }

    /** The index of its first element in the flat buffers; -1 for a parameter that was registered as frozen. */
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

    /**
     * The view into the flat gradient buffer.
     *
     * @throws IllegalStateException before {@link Parameters#allocate}, or if the parameter was registered as frozen
     */
    public Tensor gradient() {
        if (gradient == null) {
            throw new IllegalStateException("parameter " + name + " has no gradient: it "
                    + (value == null
                            ? "has no memory yet; call Parameters.allocate first"
                            : "was registered as frozen"));
        }
        return gradient;
    }

    /** True once a gradient was written in the current step. */
    boolean hasGradient() {
        return marked;
    }

    void markGradient() {
        marked = true;
    }

    void clearGradientMark() {
        marked = false;
        uses = 0;
        used = false;
    }

    /** Counts an operation of the step that uses the parameter. */
    void use() {
        uses++;
        used = true;
    }

    /** Counts an operation whose vjp is done. Returns true for the last one. */
    boolean endUse() {
        return --uses == 0;
    }

    /** True if an operation of the step uses the parameter. */
    boolean isUsed() {
        return used;
    }

    /** Name and shape. */
    @Override
    public String toString() {
        return name + shape;
    }
}
