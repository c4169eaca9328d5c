package panamoe.autograd.nn;

import java.util.function.Function;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.ParameterTraits;
import panamoe.autograd.Parameters;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;

/**
 * Where a layer registers its parameters: a prefix for their names, their role, whether they are trained and decayed, and
 * where given values come from.
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
    private final Function<String, float[]> values; // null: none are given
    private final ParameterRole role; // null: not told
    private final boolean trained;
    private final boolean decayed;

    private Scope(
            Parameters parameters,
            String prefix,
            Function<String, float[]> values,
            ParameterRole role,
            boolean trained,
            boolean decayed) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.values = values;
        this.role = role;
        this.trained = trained;
        this.decayed = decayed;
    }

    /** The outermost scope: no prefix, no special role, trained and decayed, begun by each layer's own {@link Init}. */
    public static Scope of(Parameters parameters) {
        return new Scope(parameters, "", null, null, true, true);
    }

    /** The scope of a part: names get {@code name} and a dot in front. */
    public Scope child(String name) {
        return new Scope(parameters, prefix + name + ".", values, role, trained, decayed);
    }

    /** This scope with parameters in a role. It goes before the role that a layer gives by itself. */
    public Scope role(ParameterRole role) {
        return new Scope(parameters, prefix, values, role, trained, decayed);
    }

    /** This scope with parameters in a role, unless it has one already. A layer gives its own role so. */
    public Scope defaultRole(ParameterRole role) {
        return this.role == null ? role(role) : this;
    }

    /** This scope with parameters that are never trained. */
    public Scope frozen() {
        return new Scope(parameters, prefix, values, role, false, decayed);
    }

    /** This scope with parameters that weight decay leaves alone: biases, norms and what tells tasks apart. */
    public Scope undecayed() {
        return new Scope(parameters, prefix, values, role, trained, false);
    }

    /**
     * This scope with given first values.
     *
     * @param values the row-major elements by full dotted name; null for a name it does not know, which is refused
     */
    public Scope pretrained(Function<String, float[]> values) {
        return new Scope(parameters, prefix, values, role, trained, decayed);
    }

    /** This scope without given values: parameters begin by their layer's own {@link Init}. */
    public Scope fresh() {
        return pretrained(null);
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
        return add(name, shape, fresh, false);
    }

    /** Registers a parameter {@code [tasks, ...]} whose entries belong to one task each; as {@link #add} if frozen. */
    public Parameter addStacked(String name, Shape shape, Init fresh) {
        return add(name, shape, fresh, trained);
    }

    private Parameter add(String name, Shape shape, Init fresh, boolean stacked) {
        ParameterRole known = role == null ? ParameterRole.TRUNK : role;
        return parameters.add(
                prefix + name, shape, init(name, shape, fresh), new ParameterTraits(known, trained, stacked, decayed));
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
