package panamoe.trainer.product;

/** A model's output is not finite: it has no answer, since the largest of numbers that are none is whatever stands first. */
public final class NotFinite extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotFinite(String task, float output) {
        super("the model has no answer of task " + task + ": an output is " + output + ", expected finite numbers");
    }
}
