package panamoe.trainer.report.html;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Numbers;

/** Makes {@code report.html}: one self-contained page that needs no script and no network. */
public final class HtmlReport {

    private static final String STYLE_SHEET = "report.css";

    private HtmlReport() {}

    /** Writes the page; a reader sees the old one or the new one, never a part. */
    public static void write(Results results, Path file) throws IOException {
        AtomicFile.write(file, toHtml(results));
    }

    /** The page. */
    public static String toHtml(Results results) {
        String name = "Panamoe: " + results.preset() + " run of the protocols on " + results.suite();
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                meta().withName("color-scheme").withContent("light dark"),
                                title(name),
                                style(rawHtml(styleSheet()))),
                        body(
                                top(results),
                                main(
                                        SummarySection.of(results),
                                        protocols(results),
                                        TaskSection.of(results),
                                        CostSection.of(results),
                                        AboutSection.of(results))))
                .withLang("en"));
    }

    private static DomContent top(Results results) {
        Environment environment = results.environment();
        return header(
                p("Panamoe report").withClass("brand"),
                h1("Sparse and dense multi-task learners, compared"),
                p(each(
                                List.of(
                                        "preset " + results.preset(),
                                        "suite " + results.suite(),
                                        results.encoder(),
                                        results.split() + " split",
                                        "seeds " + Numbers.list(results.seeds()),
                                        environment.cpu(),
                                        environment.threads() + " threads",
                                        environment.backend()
                                                + (environment.vectorBits() > 0
                                                        ? ", " + environment.vectorBits() + " bits"
                                                        : ""),
                                        environment.jdk(),
                                        "commit " + environment.commit()),
                                fact -> span(fact).withClass("chip")))
                        .withClass("chips"),
                p(AboutSection.NO_REPLICATION).withClass("note"));
    }

    private static DomContent protocols(Results results) {
        Protocols protocols = results.protocols();
        return each(
                protocol(
                        "low-resource",
                        "(i) Low-resource transfer",
                        "Each target is cut to a few training sizes and trained in the mixture with related tasks; it"
                                + " gets the same updates under every method. Score: the metric on the "
                                + results.split() + " split, mean over targets and sizes; higher is better.",
                        protocols.lowResourceTransfer(),
                        Numbers.LEVEL,
                        LowResourceSection::of),
                protocol(
                        "unseen-task",
                        "(ii) Unseen task",
                        "A base model is trained without the targets; then a target is learnt from few shots. Score:"
                                + " the area under the metric over log2(shots), divided by the width, mean over targets;"
                                + " higher is better.",
                        protocols.unseenTaskGeneralization(),
                        Numbers.LEVEL,
                        UnseenTaskSection::of),
                protocol(
                        "robustness",
                        "(iii) Unrelated tasks added",
                        "Unrelated tasks come to a trained model. Score: after − before, mean over the old tasks, in"
                                + " the sequential form, or in the joint one if that alone was run; 0 is no harm, negative is"
                                + " forgetting, higher is better.",
                        protocols.unrelatedTaskRobustness(),
                        Numbers.CHANGE,
                        RobustnessSection::of));
    }

    private static <D extends Details> DomContent protocol(
            String anchor,
            String title,
            String what,
            @Nullable ProtocolResult<D> result,
            Numbers numbers,
            Function<ProtocolResult<D>, DomContent> details) {
        DomContent content = result == null
                ? p("This protocol was not part of the run.").withClass("muted")
                : each(
                        p(what),
                        ScoresSection.of(result, numbers),
                        details.apply(result),
                        RoutingSection.of(result),
                        TrainingSection.of(result));
        return section(h2(title), content).withId(anchor);
    }

    private static String styleSheet() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE_SHEET)) {
            if (in == null) {
                throw new IllegalStateException(STYLE_SHEET + " is not on the class path: the jar was built wrongly");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
