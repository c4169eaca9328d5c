package panamoe.trainer.train;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.Var;
import panamoe.autograd.optim.AdamW;
import panamoe.autograd.optim.Schedule;
import panamoe.moe.LoadAverage;
import panamoe.moe.MoeLayer;
import panamoe.moe.RouterLosses;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.trainer.data.Batch;
import panamoe.trainer.data.Curriculum;
import panamoe.trainer.data.Split;
import panamoe.trainer.model.BatchTensors;
import panamoe.trainer.model.MultiTaskModel;
import panamoe.trainer.model.Network;

/**
 * One training run. The loss of a step is the {@link TaskLoss} of its sequences plus, for each sparse layer, the load-balancing
 * loss; the task loss alone is what is reported.
 */
public final class Trainer {

    private final Network network;
    private final TrainingSettings settings;
    private final Rng rng;
    private final Backend backend;
    private final Workspace workspace;
    private final AdamW optimizer;
    private final Schedule schedule;
    private final Tensor dropoutKey;
    private final MutableList<LoadAverage> use = Lists.mutable.empty();
    private int steps;

    /**
     * A run that begins with fresh optimiser state.
     *
     * @param plannedSteps what the learning rate's schedule spans
     * @param rng of dropout
     */
    public Trainer(Network network, TrainingSettings settings, int plannedSteps, Rng rng) {
        this.network = network;
        this.settings = settings;
        this.rng = rng;
        this.backend = network.parameters().backend();
        this.workspace = new Workspace(backend);
        this.optimizer = new AdamW(
                network.parameters(),
                new AdamW.Settings(0.9, 0.999, 1e-8, settings.clipNorm()),
                parameter -> group(settings, parameter));
        this.schedule = new Schedule.WarmupLinear((int) Math.ceil(settings.warmUp() * plannedSteps), plannedSteps);
        this.dropoutKey = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(rng, 0));
    }

    /** The optimiser, for tests of what it keeps. */
    AdamW optimizer() {
        return optimizer;
    }

    private static AdamW.Group group(TrainingSettings settings, Parameter parameter) {
        return new AdamW.Group(
                MultiTaskModel.isHeadOrGate(parameter) ? settings.headRate() : settings.trunkRate(),
                MultiTaskModel.isDecayed(parameter) ? settings.weightDecay() : 0);
    }

    /** Trains through a whole curriculum. */
    public static LossHistory run(
            Network network,
            TrainingSettings settings,
            Batches batches,
            Curriculum curriculum,
            Rng rng,
            Progress progress) {
        Trainer trainer = new Trainer(network, settings, curriculum.steps().size(), rng);
        LossHistory losses = new LossHistory();
        for (Curriculum.Step step : curriculum.steps()) {
            progress.step();
            Batch batch = batches.of(step.task(), Split.TRAIN, step.examples(), step.examples().length);
            losses.add(step.task(), trainer.step(batch));
        }
        return losses;
    }

    /** Trains on one batch; heads and gates of tasks that are not in it stay as they are. Returns the task loss before it. */
    public double step(Batch batch) {
        backend.write(dropoutKey, Context.dropoutKey(rng, steps));
        Context ctx = Context.training(backend, workspace, network.parameters(), dropoutKey);
        BatchTensors tensors = BatchTensors.of(ctx, batch);
        Network.Output output = network.forward(ctx, tensors);
        Var taskLoss = TaskLoss.of(ctx, output.logits(), tensors);
        ctx.backward(withBalance(ctx, taskLoss, output.sparse().castToList()));
        optimizer.step(schedule.factor(steps), tasksIn(batch));
        steps++;
        return backend.readDoubles(taskLoss.value())[0];
    }

    private Var withBalance(Context ctx, Var taskLoss, List<MoeLayer.Output> sparse) {
        Var loss = taskLoss;
        if (settings.balanceWeight() > 0) {
            for (int layer = 0; layer < sparse.size(); layer++) {
                MoeLayer.Output output = sparse.get(layer);
                if (use.size() == layer) {
                    use.add(new LoadAverage(backend, output.routing().expertCount(), settings.balanceDecay()));
                }
                Var balance = RouterLosses.loadBalance(ctx, output, use.get(layer));
                loss = loss.add(balance.scale(settings.balanceWeight()));
            }
        }
        return loss;
    }

    private static MutableIntSet tasksIn(Batch batch) {
        MutableIntSet tasks = IntSets.mutable.empty();
        for (int task = 0; task < batch.tasks(); task++) {
            if (batch.taskOffsets()[task + 1] > batch.taskOffsets()[task]) {
                tasks.add(task);
            }
        }
        return tasks;
    }
}
