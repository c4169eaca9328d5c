package panamoe.trainer.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Embedding;
import panamoe.autograd.nn.LayerNorm;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Workspace;

/**
 * The embeddings and the lowest layers of a BERT encoder with their pretrained weights. They are never trained, so a training step
 * does not record them, and the features of a text can be computed once and kept.
 */
public final class FrozenEncoder {

    private static final int BATCH_SIZE = 32;

    private final Backend backend;
    private final BertConfig config;
    private final Embedding words;
    private final Embedding positions;
    private final Embedding types;
    private final LayerNorm norm;
    private final ImmutableList<EncoderLayer> layers;

    /**
     * Reads the embeddings and the layers 0 to {@code end} (exclusive).
     *
     * @throws IllegalArgumentException if the encoder has fewer layers
     */
    public FrozenEncoder(Backend backend, BertWeights weights, int end) {
        this.backend = backend;
        this.config = weights.config();
        Check.that(
                end >= 0 && end <= config.layers(),
                end + " frozen layers: expected 0 to the encoder's " + config.layers());
        int width = config.width();
        Parameters parameters = new Parameters();
        Scope scope = Scope.of(parameters).frozen().pretrained(PretrainedNames.values(weights));
        Scope embeddings = scope.child("embeddings");
        words = new Embedding(embeddings.child("word_embeddings"), config.vocabulary(), width);
        positions = new Embedding(embeddings.child("position_embeddings"), config.positions(), width);
        types = new Embedding(embeddings.child("token_type_embeddings"), config.tokenTypes(), width);
        norm = new LayerNorm(embeddings.child("LayerNorm"), width, config.layerNormEps());
        MutableList<EncoderLayer> list = Lists.mutable.empty();
        for (int i = 0; i < end; i++) {
            list.add(new EncoderLayer(
                    scope.child("encoder.layer." + i),
                    config,
                    FeedForwardBlock.Factory.dense(),
                    FeedForwardWeights.of(weights, i)));
        }
        layers = list.toImmutable();
        parameters.allocate(backend, new Rng(0)); // the generator is not used, since all values are pretrained
    }

    /** The width d of a row. */
    public int width() {
        return config.width();
    }

    /**
     * Computes {@code tokens -> x[n, d]}, the input of the first trained layer. It is a constant: no gradient flows into it.
     *
     * @throws IllegalArgumentException if a sequence is longer than the position table
     */
    public Var forward(Context ctx, PackedTokens tokens) {
        Check.that(
                tokens.longest() <= config.positions(),
                "a sequence of " + tokens.longest() + " tokens: this encoder takes at most " + config.positions());
        Var sum = words.forward(ctx, tokens.ids())
                .add(positions.forward(ctx, tokens.positions()))
                .add(types.forward(ctx, tokens.types()));
        Var x = norm.forward(ctx, sum);
        for (EncoderLayer layer : layers) {
            x = layer.forward(ctx, x, tokens.offsets(), null, List.of());
        }
        return x;
    }

    /**
     * The features {@code float[tokens * d]}, row-major, of each sequence.
     *
     * @throws IllegalArgumentException if a sequence is longer than the position table
     */
    public List<float[]> features(List<TokenIds> sequences) {
        return features(sequences, done -> {});
    }

    /** As {@link #features(List)}; {@code progress} receives the number of finished sequences from time to time. */
    public List<float[]> features(List<TokenIds> sequences, IntConsumer progress) {
        Workspace workspace = new Workspace(backend);
        List<float[]> features = new ArrayList<>();
        for (int from = 0; from < sequences.size(); from += BATCH_SIZE) {
            List<TokenIds> batch = sequences.subList(from, Math.min(from + BATCH_SIZE, sequences.size()));
            Context ctx = Context.inference(backend, workspace);
            Var x = forward(ctx, PackedTokens.of(ctx, batch));
            int row = 0;
            for (TokenIds sequence : batch) {
                features.add(backend.readFloats(x.value().rowSlice(row, row + sequence.size())));
                row += sequence.size();
            }
            progress.accept(features.size());
        }
        return features;
    }
}
