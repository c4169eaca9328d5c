package panamoe.trainer.report;

import java.io.IOException;
import java.nio.file.Path;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.report.html.ModelPage;

/** Writes all that people look at in a model's folder. */
public final class ModelReport {

    private ModelReport() {}

    /** Writes {@code report.html} and {@code README.md} into a folder. */
    public static void write(TrainedModel model, Path folder) throws IOException {
        ModelPage.write(model, folder);
        ModelCard.write(model, folder);
    }
}
