package panamoe.trainer.product;

/** An output of the model is NaN or infinite, so it has no answer: the largest logit would be an arbitrary one. */
public final class NotFinite extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotFinite(String task, float output) {
        super("the model has no answer for task " + task + ": an output is " + output + ", expected finite numbers");
    }
}
