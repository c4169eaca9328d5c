package panamoe.trainer.product.adding;

import java.util.List;
import java.util.Optional;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.moe.GateTransfer;
import panamoe.moe.PerTaskGate;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Tensor;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/** Where the gates of a new task begin, or its experts if they are its own. */
public sealed interface TaskStart {

    /** In words. */
    String text();

    /**
     * With a copy of another task's gates.
     *
     * @param task the other's name
     */
    record Related(String task) implements TaskStart {
        @Override
        public String text() {
            return "its gates begin as those of " + task;
        }
    }

    /**
     * With a copy of another task's experts.
     *
     * @param task the other's name
     */
    record ExpertsOf(String task) implements TaskStart {
        @Override
        public String text() {
            return "its experts begin as those of " + task;
        }
    }

    /** At the experts that the other tasks use least. */
    record LeastUsed() implements TaskStart {
        @Override
        public String text() {
            return "its gates begin at the experts that the other tasks use least";
        }
    }

    /** As drawn. */
    record Drawn() implements TaskStart {
        @Override
        public String text() {
            return "its gates begin as drawn";
        }
    }

    /** The model has no gates of the tasks' own. */
    record NoGates() implements TaskStart {
        @Override
        public String text() {
            return "the model has no gates of the task's own";
        }
    }

    /**
     * Brings the gates of the task in the last slot to a start.
     *
     * @param from the name of a related task; empty: the least used experts, and not with private experts
     */
    static TaskStart set(KeptModel model, Optional<String> from, Backend backend) {
        int slot = model.config().slots() - 1;
        Optional<KeptTask> related = from.map(name -> model.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow());
        if (model.config().hasPrivateExperts()) {
            KeptTask other = related.orElseThrow();
            copyExperts(model, other.slot(), slot, backend);
            return new ExpertsOf(other.name());
        }
        List<PerTaskGate> gates = model.network().taskGates().castToList();
        if (gates.isEmpty()) {
            return new NoGates();
        }
        if (related.isPresent()) {
            gates.forEach(gate -> GateTransfer.copy(backend, gate, related.get().slot(), slot));
            return new Related(related.get().name());
        }
        List<double[]> use = model.network().sparseLayers().stream()
                .map(layer -> meanLoad(model, layer))
                .toList();
        boolean known = use.stream().allMatch(load -> load.length > 0);
        if (!known || !gates.stream().allMatch(TaskGate.class::isInstance)) {
            return new Drawn();
        }
        for (int i = 0; i < gates.size(); i++) {
            GateTransfer.startAtLeastUsed(backend, (TaskGate) gates.get(i), slot, use.get(i));
        }
        return new LeastUsed();
    }

    /** Each task has as many experts, one task's behind the other's. */
    private static void copyExperts(KeptModel model, int from, int to, Backend backend) {
        int own = model.config().model().moe().gate().privateExperts();
        for (Parameter parameter : model.network().parameters().list()) {
            if (parameter.role() == ParameterRole.EXPERT) {
                Tensor experts = parameter.value();
                backend.copy(
                        experts.rowSlice(from * own, (from + 1) * own), experts.rowSlice(to * own, (to + 1) * own));
            }
        }
    }

    /** The share of each expert, every task with a known load counting the same; empty if there is none. */
    private static double[] meanLoad(KeptModel model, int layer) {
        return RoutingMap.mean(model.tasks().stream()
                .map(task -> task.routing().getOrDefault(String.valueOf(layer), List.of()))
                .filter(load -> !load.isEmpty())
                .toList());
    }
}
