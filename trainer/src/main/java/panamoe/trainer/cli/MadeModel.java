package panamoe.trainer.cli;

import java.nio.file.Path;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.product.folder.NewFolder;
import panamoe.trainer.report.ModelCard;

/** Writes a model that was made from another one. */
final class MadeModel {

    private MadeModel() {}

    /** Writes the model and its card. @throws panamoe.trainer.common.UserError if the folder cannot be written */
    static void write(Path out, KeptModel model) {
        String name = out.toAbsolutePath().normalize().getFileName().toString();
        NewFolder.write(out, made -> {
            AtomicFile.write(made.resolve(ModelCard.FILE), ModelCard.text(name, model));
            ModelFolder.write(model, made);
        });
    }
}
