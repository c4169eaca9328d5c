package panamoe.moe;

import java.util.Arrays;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * A fixed expert for each token number, drawn at random (Roller et al. 2021, "Hash layers", random hash): routing
 * without learning, for k = 1. The probability is 1 for this expert and 0 for all others. Needs {@link Rows#token}.
 */
public final class HashGate implements Gate {

    /**
     * A score so high that the softmax of a score of 0 in the same row is exactly 0, in single and double precision.
     */
    static final double CERTAIN = 1e4;

    private final Parameter scores;

    /**
     * Registers the frozen {@code scores [vocabulary, E]}, one row per token number, as {@link ParameterRole#GATE}.
     *
     * @param hash the random numbers that assign an expert to each token
     */
    public HashGate(Scope scope, int vocabulary, int experts, Rng hash) {
        Scope gate = scope.defaultRole(ParameterRole.GATE);
        this.scores = gate.frozen().add("scores", Shape.of(vocabulary, experts), table(hash));
    }

    private static Init table(Rng hash) {
        return (shape, unused) -> {
            int experts = shape.columns();
            double[] scores = new double[shape.size()];
            for (int token = 0; token < shape.rows(); token++) {
                scores[token * experts + hash.below(experts, 0, token)] = CERTAIN;
            }
            return scores;
        };
    }

    @Override
    public int experts() {
        return scores.shape().columns();
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        Tensor token = rows.token();
        if (token == null) {
            throw new IllegalArgumentException(
                    "hash gate " + scores.name() + ": the rows have no token numbers; give Rows one per row");
        }
        return ctx.parameter(scores).gatherRows(token);
    }

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        Part.copy(backend, ((HashGate) whole).scores, scores, Part.all(scores, 0), part.experts());
        reassign(backend);
    }

    /** Assigns each token of a removed expert to the kept expert {@code token mod E}. */
    private void reassign(Backend backend) {
        int experts = experts();
        double[] table = backend.readDoubles(scores.value());
        for (int token = 0; token < scores.shape().rows(); token++) {
            int row = token * experts;
            if (Arrays.stream(table, row, row + experts).noneMatch(score -> score == CERTAIN)) {
                table[row + token % experts] = CERTAIN;
            }
        }
        backend.write(scores.value(), table);
    }
}
