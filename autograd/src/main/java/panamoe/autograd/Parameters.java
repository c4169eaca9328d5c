package panamoe.autograd;

import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * All parameters of a model, registered explicitly and in a fixed order. The trainable ones share one flat buffer, and
 * their gradients another of the same layout, so that clipping, an optimiser step or a checkpoint is one pass over a
 * buffer.
 *
 * <p>First the layers register their parameters ({@link #add}), then {@link #allocate} gives these memory and initial
 * values.
 */
public final class Parameters {

    /** Parameters begin at multiples of this many elements in the flat buffers: a cache line of floats. */
    public static final int ALIGNMENT = 16;

    private final MutableList<Parameter> all = Lists.mutable.empty();
    private final MutableMap<String, Parameter> byName = Maps.mutable.empty();
    private @Nullable Memory memory;

    /** Where the parameters live. */
    private record Memory(Backend backend, Tensor values, Tensor gradients) {}

    /**
     * Registers a trainable parameter with the role {@link ParameterRole#TRUNK}. @throws IllegalArgumentException if
     * the name is taken
     */
    public Parameter add(String name, Shape shape, Init init) {
        return add(name, shape, init, ParameterTraits.DEFAULT);
    }

    /** As {@link #add(String, Shape, Init)}, for a shape {@code [tasks, ...]} with one entry per task. */
    public Parameter addStacked(String name, Shape shape, Init init) {
        return add(name, shape, init, ParameterTraits.DEFAULT.asStacked());
    }

    /**
     * As {@link #add(String, Shape, Init)}, but never trained: the parameter has no gradient and no optimiser state.
     */
    public Parameter addFrozen(String name, Shape shape, Init init) {
        return add(name, shape, init, ParameterTraits.DEFAULT.asFrozen());
    }

    /**
     * Registers a parameter.
     *
     * @param name dotted, not yet taken
     * @param init the initial values
     * @throws IllegalArgumentException if the name is taken, a scalar is stacked, or {@link #allocate} was called
     *     before
     */
    public Parameter add(String name, Shape shape, Init init, ParameterTraits traits) {
        Check.that(
                !traits.stacked() || shape.rank() >= 1,
                "stacked parameter " + name + shape + ": expected an outermost axis of tasks");
        Check.that(memory == null, "parameter " + name + " registered after allocate");
        Check.that(!byName.containsKey(name), "two parameters named " + name);
        Parameter parameter = new Parameter(name, shape, init, traits);
        all.add(parameter);
        byName.put(name, parameter);
        return parameter;
    }

    /**
     * Gives every parameter memory and its initial values. The random numbers of a parameter depend only on the
     * generator and its name, so a parameter of the same name and shape starts equal in two models.
     *
     * @throws IllegalArgumentException if it was called before, or there are more than some 2^31 trainable elements
     */
    public void allocate(Backend backend, Rng rng) {
        Check.that(memory == null, "parameters were allocated before");
        long total = 0;
        for (Parameter p : all) {
            total += p.isTrainable() ? aligned(p) : 0;
        }
        Check.that(
                total <= Integer.MAX_VALUE - 64,
                total + " trainable parameters do not fit one buffer of 2^31 elements; make the model smaller");
        Tensor values = Tensor.zeros(backend, backend.floatType(), Shape.of((int) total));
        Tensor gradients = Tensor.zeros(backend, backend.floatType(), Shape.of((int) total));
        memory = new Memory(backend, values, gradients);
        int offset = 0;
        for (Parameter p : all) {
            if (p.isTrainable()) {
                p.place(view(values, offset, p), view(gradients, offset, p), offset);
                offset += aligned(p);
            } else {
                p.place(Tensor.zeros(backend, backend.floatType(), p.shape()));
            }
            backend.write(
                    p.value(),
                    p.takeInit().values(p.shape(), rng.derive(p.name().hashCode())));
        }
    }

    private static int aligned(Parameter p) {
        return Math.ceilDiv(p.shape().size(), ALIGNMENT) * ALIGNMENT;
    }

    private static Tensor view(Tensor flat, int offset, Parameter p) {
        return Tensor.of(flat.storage(), offset, p.shape());
    }

    /** All parameters in the order of registration. */
    public ImmutableList<Parameter> list() {
        return all.toImmutable();
    }

    /** The parameter with this name. @throws IllegalArgumentException if there is none */
    public Parameter get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no parameter named " + name));
    }

    /** The parameter with this name, if there is one. */
    public Optional<Parameter> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** True if this very parameter is registered here. */
    public boolean contains(Parameter parameter) {
        return byName.get(parameter.name()) == parameter;
    }

    /** True after {@link #allocate}. */
    public boolean isAllocated() {
        return memory != null;
    }

    /**
     * The flat buffer of all trainable parameters, {@code [P]}; the padding between them is 0.
     *
     * @throws IllegalStateException before {@link #allocate}
     */
    public Tensor values() {
        return memory().values;
    }

    /** The flat buffer of gradients, laid out like {@link #values}. @throws IllegalStateException before {@link #allocate} */
    public Tensor gradients() {
        return memory().gradients;
    }

    /** The backend of the parameters; null before {@link #allocate}. @throws IllegalStateException before {@link #allocate} */
    public Backend backend() {
        return memory().backend;
    }

    private Memory memory() {
        if (memory == null) {
            throw new IllegalStateException("these parameters have no memory yet: call Parameters.allocate first");
        }
        return memory;
    }

    /**
     * Freezes a parameter or trains it again. While it is frozen, its gradient is 0 and no optimiser changes it.
     *
     * @throws IllegalArgumentException if {@code trainable} is true for a parameter that was registered as frozen
     */
    public void setTrainable(Parameter parameter, boolean trainable) {
        Check.that(
                !trainable || parameter.offset() >= 0,
                "parameter " + parameter.name() + " was registered as frozen and cannot be trained");
        if (!trainable && parameter.offset() >= 0) {
            backend().fill(0, parameter.gradient());
        }
        parameter.setTrainable(trainable);
    }

    void clearGradientMarks() {
        all.forEach(Parameter::clearGradientMark);
    }

    /** Completes the gradient of a parameter: it is 0 if the loss does not depend on it. */
    void complete(Parameter parameter, GradientListener listener) {
        if (!parameter.hasGradient()) {
            backend().fill(0, parameter.gradient());
        }
        listener.complete(parameter);
    }

    /** Completes the gradients of the parameters that no operation of the step uses. */
    void completeUnused(GradientListener listener) {
        for (Parameter p : all) {
            if (p.isTrainable() && !p.isUsed()) {
                complete(p, listener);
            }
        }
    }
}
