package panamoe.trainer.learner;

import java.util.Locale;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;

/** The part of a model that is trained for a new task. */
public enum TrainedPart {
    /** Only the head. */
    HEAD,
    /** The head and the gates of the task, if the method has gates per task. */
    GATE,
    /** The whole model. */
    ALL;

    /**
     * Freezes the other parameters. Training changes only those heads and task gates whose tasks are in the batches.
     *
     * @param parameters the parameters of the model
     */
    public void freezeOthers(Parameters parameters) {
        for (Parameter parameter : parameters.list()) {
            parameters.setTrainable(parameter, trains(parameter) && parameter.offset() >= 0);
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
