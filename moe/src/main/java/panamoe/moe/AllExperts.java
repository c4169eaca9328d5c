package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;

/**
 * The dense mixture: every row goes to all experts and weighs them by the softmax of its scores (Jacobs et al. 1991). It costs E times what top-1 does; an upper bound to compare sparse routing with.
 */
public record AllExperts() implements TokenChoice {

    @Override
    public void checkExperts(int experts) {
        // any number will do
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        Var p = logits.softmax();
        int n = logits.shape().rows();
        return new Choice(logits, p, Choices.everyExpert(ctx, n, logits.shape().columns()), p, null);
    }
}
