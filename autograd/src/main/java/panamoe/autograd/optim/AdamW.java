package panamoe.autograd.optim;

import java.util.function.Function;
import java.util.function.IntPredicate;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2 with the decay scaled by the learning rate) with clipping by global
 * norm (Pascanu et al. 2013), over the flat buffers of a {@link Parameters}. A step reads no tensor on the host.
 *
 * <p>A parameter is one segment with its own step count; a {@linkplain Parameter#isStacked stacked} one is a segment
 * per entry. A frozen parameter, and the entry of a task that is not active in a step, keep the exact values, moments
 * and step count.
 */
public final class AdamW {

    /**
     * The settings that all parameters share.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param eps added to the root of the second moment, above 0
     * @param maxNorm the maximum global norm of the gradient, above 0: larger gradients are scaled down to it; infinity
     *     turns clipping off
     */
    public record Settings(double beta1, double beta2, double eps, double maxNorm) {
        /** Checks the ranges. */
        public Settings {
            Check.that(beta1 >= 0 && beta1 < 1, "AdamW: beta1 " + beta1 + ", expected 0 <= beta1 < 1");
            Check.that(beta2 >= 0 && beta2 < 1, "AdamW: beta2 " + beta2 + ", expected 0 <= beta2 < 1");
            Check.that(eps > 0, "AdamW: eps " + eps + ", expected above 0");
            Check.that(maxNorm > 0, "AdamW: maxNorm " + maxNorm + ", expected above 0 (infinity: no clipping)");
        }

        /** Moments 0.9 and 0.999 and eps 1e-8 (Kingma and Ba 2015), gradient norm at most 1 (Devlin et al. 2019). */
        public static Settings defaults() {
            return new Settings(0.9, 0.999, 1e-8, 1);
        }
    }

    /**
     * The settings that may differ between parameters.
     *
     * @param learningRate the learning rate before the schedule's factor, at least 0
     * @param weightDecay at least 0
     */
    public record Group(double learningRate, double weightDecay) {
        /** Checks the ranges. */
        public Group {
            Check.that(learningRate >= 0, "AdamW: learning rate " + learningRate + ", expected at least 0");
            Check.that(weightDecay >= 0, "AdamW: weight decay " + weightDecay + ", expected at least 0");
        }
    }

    /** A range of the flat buffer: a parameter, or one entry of a stacked parameter. */
    private record Segment(Parameter parameter, int task, int begin, Group group) {
        boolean isActive(IntPredicate activeTasks) {
            return parameter.isTrainable() && (!parameter.isStacked() || activeTasks.test(task));
        }
    }

    /** Columns of the settings tensor of {@link Backend#adamW}. */
    private static final int COLUMNS = 5;

    private final Parameters parameters;
    private final Backend backend;
    private final Settings settings;
    private final Segment[] segments;
    private final int[] steps;
    private final double[] rows;
    private final Backend.AdamWSegments segmentTensors;
    private final Backend.AdamWBuffers flat;
    private final Tensor clip;
    private final @Nullable ShardedNorm shardedNorm; // null: every process has all gradients

    /**
     * An optimiser with all moments 0.
     *
     * @param parameters allocated
     * @param groups gives the settings of a parameter; called once for each that is not registered as frozen
     * @throws IllegalArgumentException if the parameters are not allocated or one has no group
     */
    public AdamW(Parameters parameters, Settings settings, Function<Parameter, Group> groups) {
        this(parameters, settings, groups, ProcessGroup.single());
    }

    /**
     * As {@link #AdamW(Parameters, Settings, Function)}, of a group of processes. Each of them has the same gradients,
     * except those of {@linkplain Parameter#isSharded sharded} parameters, which the global norm counts once.
     */
    public AdamW(Parameters parameters, Settings settings, Function<Parameter, Group> groups, ProcessGroup processes) {
        Check.that(parameters.isAllocated(), "AdamW over parameters without memory: call Parameters.allocate first");
        this.parameters = parameters;
        this.backend = parameters.backend();
        this.settings = settings;
        this.segments = segments(parameters, groups);
        this.steps = new int[segments.length];
        this.rows = new double[segments.length * COLUMNS];
        Shape all = parameters.values().shape();
        int[] begin = new int[segments.length + 1];
        for (int s = 0; s < segments.length; s++) {
            begin[s] = segments[s].begin();
        }
        begin[segments.length] = all.size();
        this.segmentTensors = new Backend.AdamWSegments(
                Tensor.ofInts(backend, Shape.of(begin.length), begin), floats(Shape.of(segments.length, COLUMNS)));
        this.flat = new Backend.AdamWBuffers(parameters.values(), parameters.gradients(), floats(all), floats(all));
        this.clip = Tensor.of(backend, Shape.SCALAR, new double[] {1});
        boolean sharded = !processes.isSingle() && parameters.list().anySatisfy(Parameter::isSharded);
        this.shardedNorm = sharded ? new ShardedNorm(parameters, processes) : null;
    }

    private Tensor floats(Shape shape) {
        return Tensor.zeros(backend, backend.floatType(), shape);
    }

    private static Segment[] segments(Parameters parameters, Function<Parameter, Group> groups) {
        MutableList<Segment> segments = Lists.mutable.empty();
        for (Parameter p : parameters.list()) {
            if (p.offset() < 0) {
                continue;
            }
            Group group = groups.apply(p);
            Check.that(group != null, "AdamW: no group for parameter " + p);
            int entries = p.isStacked() ? p.shape().dim(0) : 1;
            for (int i = 0; i < entries; i++) {
                segments.add(new Segment(p, i, p.offset() + i * (p.shape().size() / entries), group));
            }
        }
        return segments.toArray(new Segment[0]);
    }

    /** Updates all parameters that are not frozen. @see #step(double, IntSet) */
    public void step(double factor) {
        update(factor, task -> true);
    }

    /**
     * Updates all parameters that are not frozen with their gradients.
     *
     * @param factor the factor of every learning rate, from the {@link Schedule}
     * @param activeTasks the tasks, by number, with entries of stacked parameters to update
     */
    public void step(double factor, IntSet activeTasks) {
        Check.that(activeTasks != null, "AdamW: active tasks are null; use step(factor) to update every task");
        update(factor, activeTasks::contains);
    }

    private void update(double factor, IntPredicate activeTasks) {
        Check.that(factor >= 0, () -> "AdamW: factor " + factor + " of the learning rate, expected at least 0");
        for (int s = 0; s < segments.length; s++) {
            boolean active = segments[s].isActive(activeTasks);
            if (active) {
                steps[s]++;
            }
            writeRow(s, active, factor);
        }
        backend.write(segmentTensors.settings(), rows);
        if (settings.maxNorm() < Double.POSITIVE_INFINITY) {
            if (shardedNorm == null) {
                backend.clipFactor(parameters.gradients(), settings.maxNorm(), clip);
            } else {
                backend.write(clip, new double[] {Math.min(1, settings.maxNorm() / shardedNorm.norm())});
            }
        }
        backend.adamW(flat, segmentTensors, clip, settings.beta1(), settings.beta2(), settings.eps());
    }

    private void writeRow(int s, boolean active, double factor) {
        Group group = segments[s].group();
        int at = s * COLUMNS;
        rows[at] = active ? 1 : 0;
        rows[at + 1] = factor * group.learningRate();
        rows[at + 2] = group.weightDecay();
        // an inactive segment may be at step 0, where the unused corrections would be infinite
        int t = Math.max(1, steps[s]);
        rows[at + 3] = 1 / (1 - Math.pow(settings.beta1(), t));
        rows[at + 4] = 1 / (1 - Math.pow(settings.beta2(), t));
    }

    /**
     * The factor of the gradient in the last step, {@code []}: 1 without clipping or before the first step, 0 for an
     * infinite norm, NaN for a NaN norm.
     */
    public Tensor clipFactor() {
        return clip;
    }

    /** The first moments, laid out like {@link Parameters#values}; part of a checkpoint. */
    public Tensor firstMoment() {
        return flat.m();
    }

    /** The second moments, laid out like {@link Parameters#values}; part of a checkpoint. */
    public Tensor secondMoment() {
        return flat.v();
    }

    /** The number of updates of each segment; part of a checkpoint. */
    public int[] stepCounts() {
        return steps.clone();
    }

    /**
     * Sets the step counts from a checkpoint of the same model.
     *
     * @throws IllegalArgumentException if the number of counts differs
     */
    public void setStepCounts(int[] counts) {
        Check.that(
                counts.length == steps.length,
                "AdamW: " + counts.length + " step counts, expected " + steps.length + ": is it the same model?");
        System.arraycopy(counts, 0, steps, 0, steps.length);
    }
}
