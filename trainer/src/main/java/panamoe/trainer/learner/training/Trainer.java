package panamoe.trainer.learner.training;

import java.util.List;
import java.util.Optional;
import org.eclipse.collections.api.factory.primitive.IntDoubleMaps;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.IntDoubleMap;
import org.eclipse.collections.api.map.primitive.MutableIntDoubleMap;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.GradientSum;
import panamoe.autograd.Parameter;
import panamoe.autograd.Var;
import panamoe.autograd.optim.AdamW;
import panamoe.autograd.optim.Schedule;
import panamoe.moe.GateTransfer;
import panamoe.moe.MoeLayer;
import panamoe.moe.PerTaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Network;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.TaskSlots;

/**
 * One training run. A step minimises the sum of the {@linkplain TaskLosses losses} of its sequences and the {@link RouterLoss}.
 * Only the task losses are reported.
 */
public final class Trainer {

    private final Network network;
    private final TrainingRecipe recipe;
    private final Batches batches;
    private final Rng rng;
    private final Backend backend;
    private final Workspace workspace;
    private final AdamW optimizer;
    private final Schedule schedule;
    private final RouterLoss routerLoss;
    private final @Nullable TaskGradients taskGradients;
    private final Tensor dropoutKey;
    private final TaskSlots slots;
    private final Tensor read;
    private final RoutingRecorder routing;
    private final ProcessGroup group;
    private final @Nullable GradientSum gradientSum; // null: one process
    private final int sharedGateSteps;
    private int steps;

    /**
     * Begins a run with a new optimiser state. If several processes share the batches, each of them calls the same methods, and a step
     * is that of the whole batch.
     *
     * @param weighting the weighting of the task losses
     * @param plannedSteps the number of steps of the learning-rate schedule; the run may have fewer
     * @param rng the random numbers of dropout
     * @throws IllegalArgumentException if several processes share the batches and the weighting compares tasks
     */
    public Trainer(
            Network network,
            LossWeighting weighting,
            TrainingRecipe recipe,
            Batches batches,
            int plannedSteps,
            Rng rng) {
        this.network = network;
        this.recipe = recipe;
        this.batches = batches;
        this.rng = rng;
        this.backend = network.parameters().backend();
        this.workspace = new Workspace(backend);
        this.group = batches.group();
        Check.that(
                group.isSingle() || !weighting.comparesTasks(),
                () -> weighting + " on " + group.size() + " processes: expected one process");
        this.gradientSum = group.isSingle() ? null : new GradientSum(group, network.parameters());
        this.optimizer = new AdamW(
                network.parameters(),
                new AdamW.Settings(0.9, 0.999, 1e-8, recipe.settings().clipNorm()),
                parameter -> group(recipe, parameter),
                group);
        this.schedule =
                new Schedule.WarmupLinear((int) Math.ceil(recipe.settings().warmUp() * plannedSteps), plannedSteps);
        this.routerLoss = new RouterLoss(recipe.routerLosses());
        this.slots = batches.slots();
        int tasks = slots.count();
        this.taskGradients = weighting.comparesTasks()
                ? new TaskGradients(
                        network.parameters(), weighting, recipe.settings(), tasks, recipe.tasksPerBatch(weighting))
                : null;
        this.dropoutKey = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(rng, 0));
        int backwards = taskGradients == null ? 1 : recipe.tasksPerBatch(weighting);
        this.read = Tensor.zeros(backend, backend.floatType(), Shape.of(backwards * tasks + 1, 1));
        this.routing = new RoutingRecorder(tasks, plannedSteps, TrainingHistory.POINTS, group);
        this.sharedGateSteps = (int) Math.round(recipe.sharedGates() * plannedSteps);
        if (sharedGateSteps > 0) {
            shareGates(0);
        }
    }

    /** The optimiser. */
    AdamW optimizer() {
        return optimizer;
    }

    /** The model. */
    Network network() {
        return network;
    }

    /** The processes that train together. */
    ProcessGroup processes() {
        return group;
    }

    /** The parts of the flat buffers that the processes have. */
    Shards shards() {
        return new Shards(group, network.parameters());
    }

    /** The router losses. */
    RouterLoss routerLoss() {
        return routerLoss;
    }

    /** The gradients per task; null if the weighting does not compare tasks. */
    @Nullable
    TaskGradients taskGradients() {
        return taskGradients;
    }

    /** The workspace with the tensors of a step; others may use it between two steps. */
    public Workspace workspace() {
        return workspace;
    }

    /** The number of finished steps. */
    public int steps() {
        return steps;
    }

    /** The factor of the peak learning rates in a step, 0 to 1; steps are counted from 1. */
    public double rateFactor(int step) {
        return schedule.factor(step - 1);
    }

    /** Sets the number of finished steps when {@link TrainerState} restores a run. */
    void setSteps(int done) {
        steps = done;
    }

    private static AdamW.Group group(TrainingRecipe recipe, Parameter parameter) {
        return new AdamW.Group(
                recipe.rates().of(parameter),
                parameter.isDecayed() ? recipe.settings().weightDecay() : 0);
    }

    /**
     * Trains on a whole curriculum.
     *
     * @param losses receives the task losses of each step
     * @param progress is called before each step
     * @throws Diverged as {@link #step}
     */
    public static TrainingHistory run(
            Network network,
            LossWeighting weighting,
            TrainingRecipe recipe,
            Batches batches,
            Curriculum curriculum,
            Rng rng,
            LossHistory losses,
            Progress progress) {
        Trainer trainer = new Trainer(
                network, weighting, recipe, batches, curriculum.steps().size(), rng);
        for (Curriculum.Step step : curriculum.steps()) {
            progress.step();
            losses.add(trainer.step(step));
        }
        return new TrainingHistory(losses, trainer.routing);
    }

    /**
     * Trains on one batch. The heads and gates of tasks that are not in the batch do not change. Results are read only after the
     * whole step was launched.
     *
     * @return the mean loss of each task of the batch, by slot, before the update
     * @throws Diverged if a loss or the gradient norm is not finite; the model is then unusable
     */
    public IntDoubleMap step(Curriculum.Step step) {
        ImmutableList<Curriculum.Part> parts = step.parts();
        int[] tasks = parts.collectInt(Curriculum.Part::task).toArray();
        Forward last = taskGradients == null
                ? backward(batches.of(parts), rng, 0)
                : backwardTaskByTask(taskGradients, parts, tasks);
        optimizer.step(schedule.factor(steps), IntSets.immutable.with(tasks));
        if (steps < sharedGateSteps) {
            shareGates(tasks[0]);
        }
        steps++;
        routing.observe(last.ctx(), last.sparse());
        double[] losses = losses(tasks, last.batch());
        if (taskGradients != null) {
            taskGradients.end(tasks, losses);
        }
        MutableIntDoubleMap ofTasks = IntDoubleMaps.mutable.empty();
        for (int i = 0; i < tasks.length; i++) {
            ofTasks.put(tasks[i], losses[i]);
        }
        return ofTasks;
    }

    /** Copies the gates of one task to all tasks. */
    private void shareGates(int from) {
        for (PerTaskGate gate : network.taskGates()) {
            for (int to = 0; to < gate.tasks(); to++) {
                if (to != from) {
                    GateTransfer.copy(backend, gate, from, to);
                }
            }
        }
    }

    /** The parts of a forward pass from which the routing of the step is read. */
    private record Forward(Context ctx, Batch batch, List<MoeLayer.Output> sparse) {}

    /**
     * Runs a backward pass per task and writes the combined gradient to the parameters. Returns the forward pass of the last task.
     */
    private Forward backwardTaskByTask(TaskGradients gradients, ImmutableList<Curriculum.Part> parts, int[] tasks) {
        gradients.begin(tasks);
        Forward last = backwardOfTask(gradients, parts, 0);
        for (int i = 1; i < tasks.length; i++) {
            last = backwardOfTask(gradients, parts, i);
        }
        gradients.combine(tasks.length);
        return last;
    }

    private Forward backwardOfTask(TaskGradients gradients, ImmutableList<Curriculum.Part> parts, int i) {
        Forward forward = backward(batches.of(parts.subList(i, i + 1)), rng.derive(i), i);
        gradients.keep(i);
        return forward;
    }

    /** Runs a forward and a backward pass. Writes the gradient to the parameters and the task losses to a part of {@link #read}. */
    private Forward backward(Batch batch, Rng dropout, int part) {
        backend.write(dropoutKey, Context.dropoutKey(dropout, steps));
        Context ctx = Context.training(backend, workspace, network.parameters(), dropoutKey, group);
        BatchTensors tensors = BatchTensors.of(ctx, batch);
        Network.Output output = network.forward(ctx, tensors);
        TaskLosses taskLosses = TaskLosses.of(ctx, output.logits(), tensors);
        if (recipe.routerLosses().moveBias()) {
            network.expertBiases()
                    .forEachWithIndex(
                            (bias, layer) -> bias.update(ctx, output.sparse().get(layer)));
        }
        backend.copy(taskLosses.perTask().value(), read.rowSlice(part * slots.count(), (part + 1) * slots.count()));
        Var objective = taskLosses.objective(ctx, network.uncertainty());
        Optional<Var> onRouting = routerLoss.of(ctx, output.sparse());
        differentiate(ctx, onRouting.map(objective::add).orElse(objective));
        return new Forward(ctx, batch, output.sparse().castToList());
    }

    private void differentiate(Context ctx, Var objective) {
        if (gradientSum == null) {
            ctx.backward(objective);
        } else {
            gradientSum.begin();
            ctx.backward(objective, gradientSum);
            gradientSum.finish();
        }
    }

    /**
     * Reads the loss of each of these tasks, each from the part of its backward pass. Checks that the losses and the gradient norm
     * are finite.
     */
    private double[] losses(int[] tasks, Batch batch) {
        int last = read.size() - 1;
        backend.copy(optimizer.clipFactor().reshape(Shape.of(1, 1)), read.rowSlice(last, last + 1));
        double[] values = backend.readDoubles(read);
        double[] losses = new double[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            int part = taskGradients == null ? 0 : i;
            double share = group.isSingle() ? 1 : batch.sequenceShare(tasks[i]);
            losses[i] = values[part * slots.count() + tasks[i]] * share;
        }
        losses = group.sum(losses);
        for (int i = 0; i < tasks.length; i++) {
            if (!Double.isFinite(losses[i])) {
                throw Diverged.at(steps, slots, new int[] {tasks[i]}, "loss", losses[i]);
            }
        }
        if (!(values[last] > 0)) { // the clip factor is 0 for an infinite norm and NaN for a NaN norm
            throw Diverged.at(steps, slots, tasks, "gradient norm", 1 / values[last]);
        }
        return losses;
    }
}
