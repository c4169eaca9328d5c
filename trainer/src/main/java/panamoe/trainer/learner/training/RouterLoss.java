package panamoe.trainer.learner.training;

import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.moe.LoadAverage;
import panamoe.moe.MoeLayer;
import panamoe.moe.RouterLosses;
import panamoe.moe.Routing;
import panamoe.tensor.Backend;

/** The weighted sum of a training run's router losses over all sparse layers. */
final class RouterLoss {

    private final RouterLossSettings settings;
    private final MutableList<LoadAverage> use = Lists.mutable.empty();

    RouterLoss(RouterLossSettings settings) {
        this.settings = settings;
    }

    /** The weighted sum as a scalar; empty if all weights are 0 or there is no sparse layer. */
    Optional<Var> of(Context ctx, ImmutableList<MoeLayer.Output> sparse) {
        MutableList<Var> terms = Lists.mutable.empty();
        for (int layer = 0; layer < sparse.size(); layer++) {
            MoeLayer.Output output = sparse.get(layer);
            Routing routing = output.routing();
            if (settings.balance() > 0) {
                terms.add(balance(ctx, layer, output).scale(settings.balance()));
            }
            if (settings.importance() > 0) {
                terms.add(RouterLosses.importance(routing).scale(settings.importance()));
            }
            if (settings.load() > 0) {
                terms.add(RouterLosses.load(ctx, routing).scale(settings.load()));
            }
            if (settings.z() > 0) {
                terms.add(RouterLosses.zLoss(ctx, routing).scale(settings.z()));
            }
            if (settings.mutualInformation() > 0) {
                terms.add(RouterLosses.mutualInformation(routing).scale(settings.mutualInformation()));
            }
        }
        return terms.stream().reduce(Var::add);
    }

    private Var balance(Context ctx, int layer, MoeLayer.Output output) {
        return switch (settings.balanceOver()) {
            case ALL_TASKS -> RouterLosses.loadBalance(ctx, output, average(ctx, layer, output));
            case BATCH -> RouterLosses.loadBalance(ctx, output);
            case EACH_TASK -> RouterLosses.loadBalancePerTask(ctx, output.routing());
        };
    }

    private LoadAverage average(Context ctx, int layer, MoeLayer.Output output) {
        return average(ctx.backend(), layer, output.routing().expertCount());
    }

    /** The moving average of a layer, created at the first use. */
    LoadAverage average(Backend backend, int layer, int experts) {
        if (use.size() == layer) {
            use.add(new LoadAverage(backend, experts, settings.balanceDecay()));
        }
        return use.get(layer);
    }

    /** The moving averages, lowest layer first: the whole state. */
    ImmutableList<LoadAverage> averages() {
        return use.toImmutable();
    }
}
