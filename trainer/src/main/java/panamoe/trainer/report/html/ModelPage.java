package panamoe.trainer.report.html;

import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.product.training.TrainedModel;

/** Writes {@code report.html} of a trained model: one self-contained page that needs no script and no network. */
public final class ModelPage {

    /** The name of the page. */
    public static final String FILE = "report.html";

    private ModelPage() {}

    /** Writes the page into a folder. A reader sees the old page or the new page, never a part of one. */
    public static void write(TrainedModel model, Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE), toHtml(model));
    }

    /** The page as HTML. */
    public static String toHtml(TrainedModel model) {
        List<DomContent> sections = new ArrayList<>();
        sections.add(ModelScoresSection.of(model));
        sections.add(ModelTrainingSection.of(model));
        sections.add(ModelAnswersSection.of(model));
        if (!model.evaluation().routing().isEmpty()) {
            sections.add(ModelRoutingSection.of(model));
        }
        sections.add(ModelAboutSection.of(model));
        return WholePage.of("Panamoe: model " + model.name(), top(model), sections);
    }

    private static DomContent top(TrainedModel model) {
        int tasks = model.kept().tasks().size();
        return header(
                p("Panamoe model").withClass("brand"),
                h1(model.name()),
                Page.chips(List.of(
                        model.settings().method().name(),
                        model.kept().config().encoderName(),
                        tasks + (tasks == 1 ? " task" : " tasks"),
                        "data " + model.settings().data(),
                        "seed " + model.settings().seed(),
                        "step " + model.bestStep() + " of " + model.steps(),
                        "backend " + model.settings().backend(),
                        model.kept().config().program())));
    }
}
