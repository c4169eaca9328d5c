package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/**
 * Every row goes to all experts that its gate does not exclude, those of its task in a {@link CgcGate}. The weights are
 * the softmax of the row's scores times the number of these experts. So they are 1 for equal scores, and experts that
 * each have a part of the hidden units of a dense network then add up to this network.
 *
 * @param count the number of experts of each row, at least 1
 */
public record OwnExperts(int count) implements TokenChoice {

    /** @throws IllegalArgumentException if the number is below 1 */
    public OwnExperts {
        Check.that(count >= 1, count + " experts of each row: expected at least 1");
    }

    @Override
    public void checkExperts(int experts) {
        Check.that(
                count <= experts,
                () -> count + " experts of each row, of " + experts + ": expected at most as many as there are");
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        Var p = logits.softmax();
        // by the scores, since the probability of an expert that is not excluded may underflow to 0 too
        Tensor own = Choices.best(ctx, logits.value(), count);
        return new Choice(logits, p, own, p.gatherColumns(own).scale(count), null);
    }
}
