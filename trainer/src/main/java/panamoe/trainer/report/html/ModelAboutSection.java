package panamoe.trainer.report.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.report.ExpertCounts;

/** Facts about a model, and every setting of its training. */
final class ModelAboutSection {

    private ModelAboutSection() {}

    static DomContent of(TrainedModel model) {
        return section(
                        h2("The model"),
                        Page.tableOf(List.of("Fact", "Value"), facts(model)),
                        MiniLm.NAME.equals(model.kept().config().encoderName())
                                ? p(AboutSection.CONTAMINATION)
                                : text(""),
                        Page.folded("All settings", Page.tableOf(List.of("Setting", "Value"), settings(model))))
                .withId("about");
    }

    private static List<List<DomContent>> facts(TrainedModel model) {
        ModelConfig config = model.kept().config();
        ModelSettings settings = config.model();
        List<List<DomContent>> rows = new ArrayList<>();
        add(rows, "Method", config.method().name());
        add(rows, "Encoder", config.encoderName());
        add(rows, "Trained layers", settings.firstLayer() + " to " + settings.lastLayer() + ", from 0");
        if (config.hasExperts()) {
            add(rows, "Layers with experts", Numbers.list(config.sparseLayers()));
            add(rows, "Experts", ExpertCounts.text(config));
        }
        add(rows, "Longest text", settings.maxTokens() + " tokens");
        add(rows, "Trained parameters", Numbers.millions(model.cost().parameters()));
        add(rows, "of them for a token", Numbers.millions(model.cost().activeParameters()));
        add(rows, "FLOPs per token, forward", Numbers.millions(model.cost().flopsPerToken()));
        add(rows, "Steps", String.valueOf(model.steps()));
        add(rows, "Kept from step", String.valueOf(model.bestStep()));
        add(rows, "Data", model.settings().data());
        add(rows, "Seed", String.valueOf(model.settings().seed()));
        add(rows, "Backend", model.settings().backend());
        add(rows, "Program", config.program());
        return rows;
    }

    private static List<List<DomContent>> settings(TrainedModel model) {
        List<List<DomContent>> rows = new ArrayList<>();
        for (Map.Entry<String, Object> setting : model.settings().tree().toMap().entrySet()) {
            add(rows, setting.getKey(), AboutSection.plain(setting.getValue()));
        }
        return rows;
    }

    private static void add(List<List<DomContent>> rows, String name, String value) {
        rows.add(List.of(text(name), text(value)));
    }
}
