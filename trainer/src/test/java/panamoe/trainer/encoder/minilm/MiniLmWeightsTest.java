package panamoe.trainer.encoder.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Shape;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.Weight;

class MiniLmWeightsTest {

    private static final BertConfig TINY = new BertConfig(7, 5, 2, 1, 4, 2, 6, 1e-12);

    @Test
    void loadsEveryWeightOfMiniLm() throws IOException {
        BertWeights weights = MiniLm.weights();

        assertThat(weights.tensors()).hasSize(101); // 5 for the embeddings and 16 a layer
        // The parameter count of the model card, 22.7 M, minus 147,840 of the pooler, which the ONNX file lacks.
        long parameters = weights.tensors().values().stream()
                .mapToLong(weight -> weight.values().length)
                .sum();
        assertThat(parameters).isEqualTo(22_713_216 - 147_840);
        for (Weight weight : weights.tensors().values()) {
            for (float value : weight.values()) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
    }

    @Test
    void namesTheMissingWeight() {
        Map<String, Weight> tensors = tiny();
        tensors.remove("encoder.layer.0.output.dense.weight");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BertWeights(TINY, tensors))
                .withMessage("encoder weight 'encoder.layer.0.output.dense.weight' is missing: expected shape [6, 4]");
    }

    @Test
    void namesTheWeightOfAnotherShape() {
        Map<String, Weight> tensors = tiny();
        tensors.put("embeddings.LayerNorm.bias", new Weight(Shape.of(3), new float[3]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BertWeights(TINY, tensors))
                .withMessage("encoder weight 'embeddings.LayerNorm.bias' has shape [3]: expected [4]");
    }

    @Test
    void refusesAWeightThatNoLayerHas() {
        Map<String, Weight> tensors = tiny();
        tensors.put("encoder.layer.1.output.dense.bias", new Weight(Shape.of(4), new float[4]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BertWeights(TINY, tensors))
                .withMessageContaining("encoder.layer.1.output.dense.bias");
    }

    @Test
    void refusesAWeightWhoseShapeDoesNotFitItsValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Weight(Shape.of(2, 3), new float[5]))
                .withMessage("shape [2, 3] with 5 values: expected 6");
    }

    private static Map<String, Weight> tiny() {
        Map<String, Weight> tensors = new HashMap<>();
        TINY.weightShapes().forEach((name, shape) -> {
            tensors.put(name, new Weight(shape, new float[shape.size()]));
        });
        return tensors;
    }
}
