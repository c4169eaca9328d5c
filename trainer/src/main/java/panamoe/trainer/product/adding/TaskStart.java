package panamoe.trainer.product.adding;

import java.util.List;
import java.util.Optional;
import panamoe.moe.GateTransfer;
import panamoe.moe.PerTaskGate;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/** Where the gates of a new task begin. */
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

    /** The method has no gates of the tasks' own. */
    record NoGates() implements TaskStart {
        @Override
        public String text() {
            return "the method has no gates of the task's own";
        }
    }

    /**
     * Brings the gates of the task in the last slot to a start.
     *
     * @param from the name of a related task; empty: the least used experts
     */
    static TaskStart set(KeptModel model, Optional<String> from, Backend backend) {
        int slot = model.config().slots() - 1;
        List<PerTaskGate> gates = model.network().taskGates().castToList();
        if (gates.isEmpty()) {
            return new NoGates();
        }
        if (from.isPresent()) {
            KeptTask related = model.tasks().stream()
                    .filter(task -> task.name().equals(from.get()))
                    .findFirst()
                    .orElseThrow();
            gates.forEach(gate -> GateTransfer.copy(backend, gate, related.slot(), slot));
            return new Related(related.name());
        }
        List<Integer> layers = model.network().sparseLayers();
        for (int i = 0; i < gates.size(); i++) {
            double[] use = meanLoad(model, layers.get(i));
            if (!(gates.get(i) instanceof TaskGate gate) || use.length == 0) {
                return new Drawn();
            }
            GateTransfer.startAtLeastUsed(backend, gate, slot, use);
        }
        return new LeastUsed();
    }

    /** The share of each expert, every task with a known load counting the same; empty if there is none. */
    private static double[] meanLoad(KeptModel model, int layer) {
        List<List<Double>> loads = model.tasks().stream()
                .map(task -> task.routing().getOrDefault(String.valueOf(layer), List.of()))
                .filter(load -> !load.isEmpty())
                .toList();
        double[] mean = new double[loads.isEmpty() ? 0 : loads.getFirst().size()];
        loads.forEach(load -> {
            for (int e = 0; e < mean.length; e++) {
                mean[e] += load.get(e) / loads.size();
            }
        });
        return mean;
    }
}
