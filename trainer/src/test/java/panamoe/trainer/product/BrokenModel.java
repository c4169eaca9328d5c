package panamoe.trainer.product;

import java.io.IOException;
import java.nio.file.Path;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.ModelFolder;

/** A model whose weights are finite and whose outputs are not. */
public final class BrokenModel {

    private BrokenModel() {}

    /** Writes a model with a head of slot 0 whose outputs overflow. */
    public static void write(Path from, Path to) throws IOException {
        try (Backend backend = Backends.create("scalar", 1)) {
            KeptModel model = ModelFolder.read(from, backend);
            var weight = model.network().heads().weight().value();
            float[] values = backend.readFloats(weight);
            for (int i = 0; i < values.length / model.tasks().size(); i++) {
                values[i] = Float.MAX_VALUE;
            }
            backend.write(weight, values);
            ModelFolder.write(model, to);
        }
    }
}
