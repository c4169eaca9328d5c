package panamoe.autograd;

import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MutableMap;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * All parameters of a model, registered explicitly and in a fixed order. The trainable ones lie side by side in one flat
 * buffer, and their gradients in another of the same layout: a norm, a clip, an optimiser step or a checkpoint is one
 * pass over it.
 *
 * <p>First the layers register ({@link #add}), then {@link #allocate} gives memory and first values.
 */
public final class Parameters {

    /** Parameters begin at multiples of this many elements: a cache line of floats. */
    private static final int ALIGNMENT = 16;

    private final MutableList<Parameter> all = Lists.mutable.empty();
    private final MutableMap<String, Parameter> byName = Maps.mutable.empty();
    private Backend backend;
    private Tensor values;
    private Tensor gradients;

    /** Registers a trainable parameter in no special role. @throws IllegalArgumentException if the name is taken */
    public Parameter add(String name, Shape shape, Init init) {
        return add(name, shape, init, ParameterTraits.DEFAULT);
    }

    /** As {@link #add(String, Shape, Init)}, {@code [tasks, ...]}, each entry of the outermost axis one task's. */
    public Parameter addStacked(String name, Shape shape, Init init) {
        return add(name, shape, init, ParameterTraits.DEFAULT.asStacked());
    }

    /** As {@link #add(String, Shape, Init)}, never trained: it has no gradient and no optimiser state. */
    public Parameter addFrozen(String name, Shape shape, Init init) {
        return add(name, shape, init, ParameterTraits.DEFAULT.asFrozen());
    }

    /**
     * Registers a parameter.
     *
     * @param name dotted, and not taken yet
     * @param init how it begins
     * @throws IllegalArgumentException if the name is taken, or a scalar is to be stacked
     */
    public Parameter add(String name, Shape shape, Init init, ParameterTraits traits) {
        Check.that(
                !traits.stacked() || shape.rank() >= 1,
                "stacked parameter " + name + shape + ": expected an outermost axis of tasks");
        Check.that(values == null, "parameter " + name + " registered after allocate");
        Check.that(!byName.containsKey(name), "two parameters named " + name);
        Parameter parameter = new Parameter(name, shape, init, traits);
        all.add(parameter);
        byName.put(name, parameter);
        return parameter;
    }

    /**
     * Gives every parameter memory and its first values. Each draws from its own random numbers, told by its name: two
     * models that share a name and a seed begin alike there, whatever else they have.
     */
    public void allocate(Backend backend, Rng rng) {
        Check.that(values == null, "parameters were allocated before");
        this.backend = backend;
        long total = 0;
        for (Parameter p : all) {
            total += p.isTrainable() ? aligned(p) : 0;
        }
        Check.that(
                total <= Integer.MAX_VALUE - 64,
                total + " trainable parameters do not fit one buffer of 2^31 elements; make the model smaller");
        values = Tensor.zeros(backend, backend.floatType(), Shape.of((int) total));
        gradients = Tensor.zeros(backend, backend.floatType(), Shape.of((int) total));
        int offset = 0;
        for (Parameter p : all) {
            if (p.isTrainable()) {
                p.place(view(values, offset, p), view(gradients, offset, p), offset);
                offset += aligned(p);
            } else {
                p.place(Tensor.zeros(backend, backend.floatType(), p.shape()), null, -1);
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
        Parameter p = byName.get(name);
        Check.that(p != null, "no parameter named " + name);
        return p;
    }

    /** The parameter with this name, if there is one. */
    public Optional<Parameter> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** True if this very parameter is registered here. */
    public boolean contains(Parameter parameter) {
        return byName.get(parameter.name()) == parameter;
    }

    /** The flat buffer of all trainable parameters, {@code [P]}; the gaps between them are 0. */
    public Tensor values() {
        return values;
    }

    /** The flat buffer of gradients, laid out like {@link #values}. */
    public Tensor gradients() {
        return gradients;
    }

    /** What the parameters live on. */
    public Backend backend() {
        return backend;
    }

    /**
     * Takes a parameter out of training, or back in; while it is out its gradient is 0 and no optimiser touches it.
     *
     * @throws IllegalArgumentException if the parameter was registered as frozen and shall be trained
     */
    public void setTrainable(Parameter parameter, boolean trainable) {
        Check.that(
                !trainable || parameter.gradient() != null,
                "parameter " + parameter.name() + " was registered as frozen and cannot be trained");
        if (!trainable && parameter.gradient() != null) {
            backend.fill(0, parameter.gradient());
        }
        parameter.setTrainable(trainable);
    }

    void clearGradientMarks() {
        all.forEach(Parameter::clearGradientMark);
    }

    void zeroUnmarkedGradients() {
        for (Parameter p : all) {
            if (p.isTrainable() && !p.hasGradient()) {
                backend.fill(0, p.gradient());
            }
        }
    }
}
