package panamoe.trainer.product.adding;

import java.util.List;
import java.util.Optional;
import panamoe.moe.GateTransfer;
import panamoe.moe.PerTaskGate;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.trainer.learner.relatedness.GateBlend;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/** The initial values of a new task's gates, or of its private experts. */
public sealed interface TaskStart {

    /** The start in words, for the user. */
    String text();

    /**
     * A copy of another task's gates.
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
     * A copy of another task's private experts, and of its gates if tasks have gates too.
     *
     * @param task the other's name
     * @param gates true if the gates are copied too
     */
    record ExpertsOf(String task, boolean gates) implements TaskStart {
        @Override
        public String text() {
            return "its experts" + (gates ? " and gates" : "") + " begin as those of " + task;
        }
    }

    /**
     * The mean of the other tasks' gates, weighted by similarity.
     *
     * @param nearest the name of the most similar task
     */
    record Blend(String nearest) implements TaskStart {
        @Override
        public String text() {
            return "its gates begin as the mean of the other tasks' gates, weighted by similarity; the most similar task is "
                    + nearest;
        }
    }

    /**
     * Another start, because no task of the model is similar to the new one.
     *
     * @param start the start
     * @param nearest the name of the most similar task
     * @param similarity its similarity
     */
    record NoneSimilar(TaskStart start, String nearest, double similarity) implements TaskStart {
        @Override
        public String text() {
            return "no task of the model is similar (%s has %.2f, expected at least %s), so %s"
                    .formatted(nearest, similarity, SimilarTasks.LEAST, start.text());
        }
    }

    /** Gates that choose the experts that the other tasks use least. */
    record LeastUsed() implements TaskStart {
        @Override
        public String text() {
            return "its gates begin at the experts that the other tasks use least";
        }
    }

    /** Random gates. */
    record Drawn() implements TaskStart {
        @Override
        public String text() {
            return "its gates begin with random values";
        }
    }

    /** The model has no gates per task. */
    record NoGates() implements TaskStart {
        @Override
        public String text() {
            return "the model has no gates per task";
        }
    }

    /**
     * Initialises the gates of the task in the last slot, or its private experts.
     *
     * @param from the name of a related task; empty for the least used experts. Private experts need a name
     */
    static TaskStart set(KeptModel model, Optional<String> from, Backend backend) {
        int slot = model.config().slots() - 1;
        Optional<KeptTask> related = from.map(name -> model.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow());
        List<PerTaskGate> gates = model.network().taskGates().castToList();
        if (model.config().hasPrivateExperts()) {
            KeptTask other = related.orElseThrow();
            model.network().copyTaskParts(other.slot(), slot);
            return new ExpertsOf(other.name(), !gates.isEmpty());
        }
        if (gates.isEmpty()) {
            return new NoGates();
        }
        if (related.isPresent()) {
            model.network().copyTaskParts(related.get().slot(), slot);
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

    /**
     * Initialises the gates of the task in the last slot from all other tasks' gates.
     *
     * @param similar the similarities of the other tasks
     */
    static TaskStart blend(KeptModel model, SimilarTasks similar, Backend backend) {
        GateBlend.set(
                backend,
                model.network().taskGates(),
                model.config().slots() - 1,
                similar.tasks().stream().mapToInt(KeptTask::slot).toArray(),
                similar.similarities());
        return new Blend(similar.nearest().name());
    }

    /** The share of each expert, averaged over the tasks with a known load; empty if there is no such task. */
    private static double[] meanLoad(KeptModel model, int layer) {
        return RoutingMap.mean(model.tasks().stream()
                .map(task -> task.routing().getOrDefault(String.valueOf(layer), List.of()))
                .filter(load -> !load.isEmpty())
                .toList());
    }
}
