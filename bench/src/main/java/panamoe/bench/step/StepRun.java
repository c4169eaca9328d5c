package panamoe.bench.step;

import java.util.ArrayList;
import java.util.List;
import panamoe.bench.Repeated;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;

/** A model and its training batches, which have the tasks in turn. All are drawn from one seed. The run owns its backend. */
public final class StepRun implements AutoCloseable {

    /** The number of batches. After the last one, the first one comes again. */
    public static final int BATCHES = 32;

    /** The default number of threads of the backend. */
    public static final int THREADS = 2;

    private static final long SEED = 1;

    private final Backend backend;
    private final StepSizes sizes;
    private final StepModel model;
    private final List<StepBatch> batches = new ArrayList<>();
    private int next;

    /**
     * Draws the model and the batches.
     *
     * @param backend the backend, which {@link #close} closes
     */
    public StepRun(Backend backend, StepSizes sizes) {
        this(backend, sizes, ProcessGroup.single(), false);
    }

    /**
     * Draws the model that several processes train together, and this process's batches.
     *
     * @param backend the backend, which {@link #close} closes
     * @param dividesExperts true if each process has an equal part of the experts; false if each has all of them
     */
    public StepRun(Backend backend, StepSizes sizes, ProcessGroup group, boolean dividesExperts) {
        this.backend = backend;
        this.sizes = sizes;
        Rng rng = new Rng(SEED);
        this.model = new StepModel(backend, sizes, rng, group, dividesExperts);
        for (int i = 0; i < BATCHES; i++) {
            batches.add(StepBatch.random(backend, sizes, i % sizes.tasks(), rng.derive(i), group));
        }
    }

    /** One step on the next batch. */
    public StepModel.Timing step() {
        return model.step(batches.get(next++ % BATCHES));
    }

    /** Runs steps until they get no faster, so that the JVM has compiled them; see {@link Repeated#warmUp}. */
    public void compile(double seconds) {
        Repeated.warmUp(this::step, seconds);
    }

    /** {@link StepModel#imbalance}, averaged over a batch of each task. */
    public double imbalance() {
        return batches.stream()
                .limit(sizes.tasks())
                .mapToDouble(model::imbalance)
                .average()
                .orElseThrow();
    }

    /** The losses of the next steps. */
    public double[] losses(int steps) {
        double[] losses = new double[steps];
        for (int i = 0; i < steps; i++) {
            losses[i] = step().loss();
        }
        return losses;
    }

    /** The backend of the run. */
    public Backend backend() {
        return backend;
    }

    /** The sizes of the model and the batches. */
    public StepSizes sizes() {
        return sizes;
    }

    /** The model. */
    public StepModel model() {
        return model;
    }

    /** The batches in their order. */
    public List<StepBatch> batches() {
        return List.copyOf(batches);
    }

    /** Ends the backend's threads. */
    @Override
    public void close() {
        backend.close();
    }
}
