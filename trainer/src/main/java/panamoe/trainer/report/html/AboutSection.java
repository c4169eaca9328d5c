package panamoe.trainer.report.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import panamoe.trainer.common.Environment;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.Results;

/** The limits of the numbers, and every setting of the run. */
final class AboutSection {

    static final String NO_REPLICATION = "This project re-implements the three protocols of Gupta et al., Sparsely"
            + " Activated Mixture-of-Experts are Robust Multi-Task Learners (2022, arXiv:2204.07689), on its own tasks,"
            + " with its own settings. It claims no replication of the paper's numbers.";
    static final String CONTAMINATION =
            "MiniLM's model card lists SNLI, MultiNLI and QQP among its training data. Results"
                    + " on inference and paraphrase tasks may therefore be better than on unseen data.";

    private AboutSection() {}

    static DomContent of(Results results) {
        return section(
                        h2("About these numbers"),
                        p(NO_REPLICATION),
                        MiniLm.NAME.equals(results.run().settings().get("encoder")) ? p(CONTAMINATION) : text(""),
                        h2("Settings"),
                        Page.tableOf(List.of("Setting", "Value"), settings(results)))
                .withId("about");
    }

    private static List<List<DomContent>> settings(Results results) {
        List<List<DomContent>> rows = new ArrayList<>();
        Environment environment = results.run().environment();
        add(rows, "suite", results.run().suite());
        add(rows, "encoder", results.run().encoder());
        add(rows, "preset", results.run().preset());
        add(rows, "split", results.run().split());
        add(rows, "seeds", results.run().seeds());
        add(rows, "jdk", environment.jdk());
        add(rows, "cpu", environment.cpu());
        add(rows, "threads", environment.threads());
        add(rows, "vector bits", environment.vectorBits());
        add(rows, "backend", environment.backend());
        add(rows, "commit", environment.commit());
        results.run().settings().forEach((name, value) -> add(rows, name, value));
        return rows;
    }

    private static void add(List<List<DomContent>> rows, String name, Object value) {
        rows.add(List.of(text(name), text(plain(value))));
    }

    /** A value as text; the values of lists and maps are separated by commas. */
    static String plain(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(AboutSection::plain).collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + plain(entry.getValue()))
                        .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
