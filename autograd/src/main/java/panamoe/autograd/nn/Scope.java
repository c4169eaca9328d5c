package panamoe.autograd.nn;

import java.util.function.Function;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;

/**
 * Where a layer registers its parameters: a prefix for their names, whether they are trained, and where given values
 * come from.
 *
 * <pre>{@code
 * Scope model = Scope.of(parameters);
 * Scope block = model.child("encoder.0").pretrained(weights::get).frozen();
 * new Linear(block.child("intermediate"), 384, 1536);   // encoder.0.intermediate.weight and .bias
 * }</pre>
 */
public final class Scope {

    private final Parameters parameters;
    private final String prefix;
    private final boolean trainable;
    private final Function<String, float[]> values;

    private Scope(Parameters parameters, String prefix, boolean trainable, Function<String, float[]> values) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.trainable = trainable;
        this.values = values;
    }

    /** The outermost scope: no prefix, trained, begun by each layer's own {@link Init}. */
    public static Scope of(Parameters parameters) {
        return new Scope(parameters, "", true, null);
    }

    /** The scope of a part: names get {@code name} and a dot in front. */
    public Scope child(String name) {
        return new Scope(parameters, prefix + name + ".", trainable, values);
    }

    /** This scope with parameters that are never trained. */
    public Scope frozen() {
        return new Scope(parameters, prefix, false, values);
    }

    /**
     * This scope with given first values.
     *
     * @param values the row-major elements by full dotted name; null for a name it does not know, which is refused
     */
    public Scope pretrained(Function<String, float[]> values) {
        return new Scope(parameters, prefix, trainable, values);
    }

    /** What a name becomes here. */
    public String fullName(String name) {
        return prefix + name;
    }

    /**
     * Registers a parameter.
     *
     * @param fresh how it begins unless this scope gives its values
     */
    public Parameter add(String name, Shape shape, Init fresh) {
        Init init = init(name, shape, fresh);
        return trainable
                ? parameters.add(prefix + name, shape, init)
                : parameters.addFrozen(prefix + name, shape, init);
    }

    /** Registers a parameter {@code [tasks, ...]} whose entries belong to one task each; as {@link #add} if frozen. */
    public Parameter addStacked(String name, Shape shape, Init fresh) {
        return trainable
                ? parameters.addStacked(prefix + name, shape, init(name, shape, fresh))
                : add(name, shape, fresh);
    }

    private Init init(String name, Shape shape, Init fresh) {
        if (values == null) {
            return fresh;
        }
        float[] given = values.apply(prefix + name);
        Check.that(given != null, "no pretrained values for parameter " + prefix + name + shape);
        Check.that(
                given.length == shape.size(),
                "pretrained values for parameter " + prefix + name + shape + ": got " + given.length + " elements");
        return Init.of(given);
    }
}
