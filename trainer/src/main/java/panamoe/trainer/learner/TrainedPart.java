package panamoe.trainer.learner;

import java.util.Locale;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;

/** The part of a model that is trained for a new task. */
public enum TrainedPart {
    /** The head alone. */
    HEAD,
    /** The head and the task's own gates, where the method has them. */
    GATE,
    /** All of the model. */
    ALL;

    /**
     * Freezes the rest. Of heads and gates only the entries of the tasks in the batches change in any case.
     *
     * @param parameters of the model
     */
    public void freezeOthers(Parameters parameters) {
        for (Parameter parameter : parameters.list()) {
            parameters.setTrainable(parameter, trains(parameter) && parameter.gradient() != null);
        }
    }

    private boolean trains(Parameter parameter) {
        boolean head = parameter.role() == ParameterRole.HEAD;
        return switch (this) {
            case HEAD -> head;
            case GATE -> head || parameter.role() == ParameterRole.GATE && parameter.isStacked();
            case ALL -> true;
        };
    }

    /** True if nothing below the heads is trained. */
    public boolean isHeadAlone(Method method) {
        return this == HEAD || this == GATE && !method.hasTaskGates();
    }

    /** The name on the command line and in settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
