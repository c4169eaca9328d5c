package panamoe.trainer.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import panamoe.autograd.Context;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Workspace;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.TokenIds;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.Network;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Example;

/** The outputs of a kept model for 200 random texts of the tiny world. */
public final class TinyTexts {

    private static final int TEXTS = 200;
    private static final int MAX_TOKENS = 12;

    private TinyTexts() {}

    /** The logits of the texts in each task, for its own labels, one task after the other. */
    public static List<float[]> logits(KeptModel model, List<KeptTask> tasks, Backend backend) {
        List<float[]> all = new ArrayList<>();
        int width = model.config().classes();
        for (KeptTask task : tasks) {
            float[] logits =
                    backend.readFloats(output(model, task, backend).logits().value());
            for (int i = 0; i < TEXTS; i++) {
                all.add(Arrays.copyOfRange(
                        logits, i * width, i * width + task.task().classes()));
            }
        }
        return all;
    }

    /** The output of a model for the texts in one of its tasks. */
    public static Network.Output output(KeptModel model, KeptTask task, Backend backend) {
        Rng rng = new Rng(77);
        FrozenEncoder frozen = new FrozenEncoder(
                backend, model.encoder(), model.config().model().firstLayer());
        List<TokenIds> tokens = IntStream.range(0, TEXTS)
                .mapToObj(i -> rng.below(24, 0, i) + " " + rng.below(24, 1, i) + " " + rng.below(24, 2, i))
                .map(text -> Tokenizer.of(model.wordPiece()).encode(new Example(text, null, 0), MAX_TOKENS))
                .toList();
        List<float[]> features = frozen.features(tokens);
        Batch batch = Batch.of(
                model.config().slots(),
                frozen.width(),
                TEXTS,
                Lists.immutable.fromStream(IntStream.range(0, TEXTS)
                        .mapToObj(i -> new Batch.Sequence(
                                task.slot(),
                                -1,
                                1,
                                features.get(i),
                                tokens.get(i).ids().toArray(),
                                Float.NaN))));
        Context ctx = Context.inference(backend, new Workspace(backend));
        return model.network().forward(ctx, BatchTensors.of(ctx, batch));
    }
}
