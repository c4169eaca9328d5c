package panamoe.trainer.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import panamoe.tensor.Rng;

/** An encoder of three layers, small enough for the reference backend, and some sequences for it. */
final class TinyBert {

    static final BertConfig CONFIG = new BertConfig(20, 12, 2, 3, 8, 2, 16, 1e-12);

    static final List<TokenIds> SEQUENCES = List.of(
            new TokenIds(IntLists.immutable.with(1, 5, 7, 2), 4),
            new TokenIds(IntLists.immutable.with(1, 19, 2, 6, 6, 2), 3),
            new TokenIds(IntLists.immutable.with(1, 2), 2));

    private TinyBert() {}

    /**
     * Normal weights with standard deviation 0.4, with mean 1 for the scales of norms, so that every part of a layer affects the
     * output.
     */
    static BertWeights weights(long seed) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        CONFIG.weightShapes().forEach((name, shape) -> {
            double mean = name.endsWith("LayerNorm.weight") ? 1 : 0;
            double[] drawn = new Rng(seed).derive(tensors.size()).normals(0, shape.size(), mean, 0.4);
            float[] values = new float[drawn.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) drawn[i];
            }
            tensors.put(name, new Weight(shape, values));
        });
        return new BertWeights(CONFIG, tensors);
    }
}
