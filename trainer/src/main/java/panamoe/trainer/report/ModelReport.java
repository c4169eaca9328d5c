package panamoe.trainer.report;

import java.io.IOException;
import java.nio.file.Path;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.report.html.ModelPage;

/** Writes the report and the model card of a trained model. */
public final class ModelReport {

    private ModelReport() {}

    /** Writes {@code report.html} and {@code README.md} into a folder. */
    public static void write(TrainedModel model, Path folder) throws IOException {
        ModelPage.write(model, folder);
        ModelCard.write(model, folder);
    }
}
