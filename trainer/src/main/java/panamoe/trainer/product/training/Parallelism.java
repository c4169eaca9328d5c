package panamoe.trainer.product.training;

import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.SelectionSettings;

/**
 * How several processes train one model.
 *
 * @param group the processes; each has a part of every batch
 * @param dividesExperts true if each has an equal part of the experts (expert parallelism); false if each has all of them
 */
public record Parallelism(ProcessGroup group, boolean dividesExperts) {

    /** One process. */
    public static final Parallelism NONE = new Parallelism(ProcessGroup.single(), false);

    /** The processes among which the experts are divided. */
    ProcessGroup ofExperts() {
        return dividesExperts ? group : ProcessGroup.single();
    }

    /** The number of processes that have a part of each mixture. */
    public int expertParts() {
        return ofExperts().size();
    }

    /**
     * Checks that the processes can train with these settings.
     *
     * @param tasks the number of tasks
     * @throws UserError if they cannot; the message names the setting
     */
    public void requireFits(TrainSettings settings, int tasks) {
        if (group.isSingle()) {
            if (dividesExperts) {
                throw new UserError(
                        "--expert-parallel in one process: expected several, as in mpirun -n 2 ./panamoe train");
            }
            return;
        }
        Method method = settings.method();
        ModelSettings model = settings.model();
        refuse(method.weighting().comparesTasks(), "method " + method + ", which compares the gradients of tasks");
        refuse(settings.backend().equals("tornado"), "backend tornado");
        if (method.isSparse()) {
            refuse(method.gate() == GateKind.RANDOM, "method " + method + ", whose choices are random numbers");
            refuse(model.moe().gate().jitter() > 0, "model.moe.gate.jitter");
            switch (model.moe().selection()) {
                case SelectionSettings.ExpertChoice choice -> refuse(true, "expert choice (model.moe.selection)");
                case SelectionSettings.TokenChoice choice -> {
                    refuse(choice.capacityFactor() > 0, "model.moe.selection.capacity-factor");
                    refuse(choice.noisy(), "model.moe.selection.noisy");
                }
            }
        }
        int batch = settings.training().batchSize();
        if (batch < group.size()) {
            throw new UserError("training.batch-size " + batch + " with " + group.size()
                    + " processes: expected at least one example for each");
        }
        if (dividesExperts) {
            requireExperts(method, model, tasks);
        }
    }

    private void requireExperts(Method method, ModelSettings model, int tasks) {
        if (!method.isSparse()) {
            throw new UserError("--expert-parallel with method " + method + ", which has no experts: leave it out");
        }
        for (int experts : method.experts(model.moe(), tasks).values()) {
            if (experts % group.size() != 0) {
                throw new UserError("--expert-parallel with " + Plural.of(experts, "expert") + " in a layer and "
                        + group.size() + " processes: expected a multiple of the processes");
            }
        }
    }

    private void refuse(boolean asked, String what) {
        if (asked) {
            throw new UserError(what + ": does not work with " + group.size() + " processes; train in one process");
        }
    }
}
