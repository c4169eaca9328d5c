package panamoe.autograd.nn;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.ParameterTraits;
import panamoe.autograd.Parameters;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;

/**
 * Registers the parameters of a layer: with a prefix for their names, a role, the flags trained and decayed, and a
 * source of given values.
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
    private final @Nullable Function<String, float @Nullable []> values; // null: no given values
    private final @Nullable ParameterRole role; // null: not set
    private final boolean trained;
    private final boolean decayed;
    private final boolean sharded;

    private Scope(
            Parameters parameters,
            String prefix,
            @Nullable Function<String, float @Nullable []> values,
            @Nullable ParameterRole role,
            boolean trained,
            boolean decayed,
            boolean sharded) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.values = values;
        this.role = role;
        this.trained = trained;
        this.decayed = decayed;
        this.sharded = sharded;
    }

    /** The outermost scope: no prefix, no role, trained and decayed, with each layer's own {@link Init}. */
    public static Scope of(Parameters parameters) {
        return new Scope(parameters, "", null, null, true, true, false);
    }

    /** The scope of a part: puts {@code name} and a dot before each name. */
    public Scope child(String name) {
        return new Scope(parameters, prefix + name + ".", values, role, trained, decayed, sharded);
    }

    /** This scope with a role for its parameters, which overrides the role that a layer sets. */
    public Scope role(ParameterRole role) {
        return new Scope(parameters, prefix, values, role, trained, decayed, sharded);
    }

    /** This scope with a role for its parameters, unless it already has one. A layer sets its role with this method. */
    public Scope defaultRole(ParameterRole role) {
        return this.role == null ? role(role) : this;
    }

    /** This scope with parameters that are never trained. */
    public Scope frozen() {
        return new Scope(parameters, prefix, values, role, false, decayed, sharded);
    }

    /** This scope with parameters without weight decay: biases, norms and task embeddings. */
    public Scope undecayed() {
        return new Scope(parameters, prefix, values, role, trained, false, sharded);
    }

    /** This scope with parameters of which each process of a group has its own part of the outermost axis. */
    public Scope sharded() {
        return new Scope(parameters, prefix, values, role, trained, decayed, true);
    }

    /**
     * This scope with given initial values.
     *
     * @param values returns the row-major elements for a full dotted name, or null if it has none: registering that
     *     name then throws {@link IllegalArgumentException}
     */
    public Scope pretrained(Function<String, float @Nullable []> values) {
        return new Scope(parameters, prefix, values, role, trained, decayed, sharded);
    }

    /** This scope without given values: parameters start with their layer's own {@link Init}. */
    public Scope fresh() {
        return new Scope(parameters, prefix, null, role, trained, decayed, sharded);
    }

    /** The name with the prefix of this scope. */
    public String fullName(String name) {
        return prefix + name;
    }

    /**
     * Registers a parameter.
     *
     * @param fresh the initial values if this scope has no given ones
     */
    public Parameter add(String name, Shape shape, Init fresh) {
        return add(name, shape, fresh, false);
    }

    /**
     * Registers a parameter {@code [tasks, ...]} with one entry per task; in a frozen scope the same as {@link #add}.
     */
    public Parameter addStacked(String name, Shape shape, Init fresh) {
        return add(name, shape, fresh, trained);
    }

    private Parameter add(String name, Shape shape, Init fresh, boolean stacked) {
        ParameterRole known = role == null ? ParameterRole.TRUNK : role;
        return parameters.add(
                prefix + name,
                shape,
                init(name, shape, fresh),
                new ParameterTraits(known, trained, stacked, decayed, sharded));
    }

    private Init init(String name, Shape shape, Init fresh) {
        if (values == null) {
            return fresh;
        }
        float[] given = values.apply(prefix + name);
        if (given == null) {
            throw new IllegalArgumentException("no pretrained values for parameter " + prefix + name + shape);
        }
        Check.that(
                given.length == shape.size(),
                "pretrained values for parameter " + prefix + name + shape + ": got " + given.length + " elements");
        return Init.of(given);
    }
}
