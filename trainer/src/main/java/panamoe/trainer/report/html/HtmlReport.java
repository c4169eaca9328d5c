package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Numbers;

/** Writes {@code report.html} of a run: one self-contained page that needs no script and no network. */
public final class HtmlReport {

    /** The numbers of the protocols in their titles. */
    private static final List<String> ROMAN = List.of("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x");

    private HtmlReport() {}

    /** Writes the page. A reader sees the old page or the new page, never a part of one. */
    public static void write(Results results, List<Exhibition> exhibitions, Path file) throws IOException {
        AtomicFile.write(file, toHtml(results, exhibitions));
    }

    /** The page as HTML, with a section for each protocol. */
    public static String toHtml(Results results, List<Exhibition> exhibitions) {
        String name = "Panamoe: " + results.run().preset() + " run of the protocols on "
                + results.run().suite();
        return WholePage.of(
                name,
                top(results),
                List.of(
                        SummarySection.of(results, exhibitions),
                        protocols(exhibitions),
                        TaskSection.of(results),
                        CostSection.of(results),
                        AboutSection.of(results)));
    }

    private static DomContent top(Results results) {
        Environment environment = results.run().environment();
        return header(
                p("Panamoe report").withClass("brand"),
                h1("Sparse and dense multi-task learners, compared"),
                Page.chips(List.of(
                        "preset " + results.run().preset(),
                        "suite " + results.run().suite(),
                        results.run().encoder(),
                        results.run().split() + " split",
                        "seeds " + Numbers.list(results.run().seeds()),
                        environment.cpu(),
                        environment.threads() + " threads",
                        environment.backend()
                                + (environment.vectorBits() > 0 ? ", " + environment.vectorBits() + " bits" : ""),
                        environment.jdk(),
                        "commit " + environment.commit())),
                p(AboutSection.NO_REPLICATION).withClass("note"));
    }

    private static DomContent protocols(List<Exhibition> exhibitions) {
        return each(
                IntStream.range(0, exhibitions.size())
                        .mapToObj(i -> protocol(ROMAN.get(i), exhibitions.get(i)))
                        .toList(),
                section -> section);
    }

    private static DomContent protocol(String number, Exhibition exhibition) {
        Caption caption = exhibition.caption();
        ProtocolResult<?> result = exhibition.result();
        DomContent content = result == null
                ? p("This protocol was not part of the run.").withClass("muted")
                : each(
                        p(caption.explanation()),
                        ScoresSection.of(result, caption.numbers()),
                        Exhibits.of(exhibition.page()),
                        RoutingSection.of(result),
                        TrainingSection.of(result));
        return section(h2("(" + number + ") " + caption.title()), content).withId(caption.anchor());
    }
}
