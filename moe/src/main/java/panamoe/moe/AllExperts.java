package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;

/**
 * The dense mixture: every row goes to all experts, weighted by the softmax of its scores (Jacobs et al. 1991). It
 * costs E times as much as top-1 and serves as an upper bound in comparisons with sparse routing.
 */
public record AllExperts() implements TokenChoice {

    @Override
    public void checkExperts(int experts) {
        // any number of experts is valid
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        Var p = logits.softmax();
        int n = logits.shape().rows();
        return new Choice(logits, p, Choices.everyExpert(ctx, n, logits.shape().columns()), p, null);
    }
}
