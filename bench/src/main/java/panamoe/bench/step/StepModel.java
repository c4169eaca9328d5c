package panamoe.bench.step;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.GradientSum;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.optim.AdamW;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Workspace;
import panamoe.tensor.parallel.ProcessGroup;

/** The {@link StepNetwork} of the timed training step with its parameters and optimizer, in one process or in several. */
public final class StepModel {

    private final Workspace workspace;
    private final StepNetwork network;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final ProcessGroup group;
    private final boolean dividesExperts;
    private final @Nullable GradientSum gradientSum; // null: one process

    /** A model with random weights. */
    public StepModel(Backend backend, StepSizes sizes, Rng rng) {
        this(backend, sizes, rng, ProcessGroup.single(), false);
    }

    /**
     * A model with random weights, which several processes train together. Each has its own part of every batch.
     *
     * @param dividesExperts true if each process has an equal part of the experts; false if each has all of them
     */
    public StepModel(Backend backend, StepSizes sizes, Rng rng, ProcessGroup group, boolean dividesExperts) {
        this.group = group;
        this.dividesExperts = dividesExperts;
        network = new StepNetwork(sizes, dividesExperts ? group : ProcessGroup.single());
        parameters = network.parameters();
        parameters.allocate(backend, rng);
        network.freezeGateBiases();
        workspace = new Workspace(backend);
        optimizer = new AdamW(parameters, AdamW.Settings.defaults(), p -> new AdamW.Group(1e-3, 0.01), group);
        gradientSum = group.isSingle() ? null : new GradientSum(group, parameters);
    }

    /**
     * The loss and the times of one step. The times of the phases are valid only on a CPU backend, where a kernel has run when its call
     * returns.
     *
     * @param loss the loss before the update, of the batch of all processes
     * @param forwardNanos nanoseconds of the forward pass
     * @param backwardNanos nanoseconds of the backward pass, until the gradients of all processes are summed
     * @param sumWaitNanos nanoseconds of these in which the gradients of this process were complete and their sums were not
     * @param optimizerNanos nanoseconds of the gradient norm and AdamW
     */
    public record Timing(double loss, long forwardNanos, long backwardNanos, long sumWaitNanos, long optimizerNanos) {

        /** The sum of all phases. */
        public long nanos() {
            return forwardNanos + backwardNanos + optimizerNanos;
        }
    }

    /** One training step: forward, backward, clipping by global norm to 1, AdamW on all parameters. */
    public Timing step(StepBatch batch) {
        long start = System.nanoTime();
        Context ctx = Context.training(parameters.backend(), workspace, parameters, null, group);
        Var loss = network.loss(ctx, batch);
        long forward = System.nanoTime();
        long sumWait = differentiate(ctx, loss);
        long backward = System.nanoTime();
        optimizer.step(1);
        double value = group.sum(parameters.backend().readDoubles(loss.value()))[0];
        return new Timing(value, forward - start, backward - forward, sumWait, System.nanoTime() - backward);
    }

    /** Computes the gradients of all processes. @return the nanoseconds of waiting for their sums at the end */
    private long differentiate(Context ctx, Var loss) {
        if (gradientSum == null) {
            ctx.backward(loss);
            return 0;
        }
        gradientSum.begin();
        ctx.backward(loss, gradientSum);
        long complete = System.nanoTime();
        gradientSum.finish();
        return System.nanoTime() - complete;
    }

    /**
     * The rows that the experts of the busiest process get, as a multiple of the mean of the processes. It is the mean over the mixtures;
     * 1 if the experts are not divided.
     */
    public double imbalance(StepBatch batch) {
        if (!dividesExperts) {
            return 1;
        }
        Context ctx = Context.inference(parameters.backend(), workspace, group);
        return network.expertShares(ctx, batch).stream()
                .mapToDouble(this::largestShare)
                .map(share -> share * group.size())
                .average()
                .orElse(1);
    }

    /** The largest share of a process, whose experts follow each other. */
    private double largestShare(double[] ofExperts) {
        int ofProcess = ofExperts.length / group.size();
        double[] shares = new double[group.size()];
        for (int expert = 0; expert < ofExperts.length; expert++) {
            shares[expert / ofProcess] += ofExperts[expert];
        }
        return Arrays.stream(shares).max().orElseThrow();
    }

    /** The allocated parameters of this process. */
    public Parameters parameters() {
        return parameters;
    }

    /** The bytes of the values, the gradients and both moments of the parameters of this process. */
    public long stateBytes() {
        return 4L * parameters.values().size() * parameters.values().dtype().bytes();
    }

    /** The bytes of the buffers of the steps. */
    public long workspaceBytes() {
        return workspace.bytes();
    }

    /** The bytes of gradients that the processes sum in a step; 0 for one process. */
    public long summedBytes() {
        return gradientSum == null ? 0 : gradientSum.bytes();
    }
}
