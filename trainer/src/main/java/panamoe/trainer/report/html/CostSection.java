package panamoe.trainer.report.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import panamoe.trainer.experiment.Cost;
import panamoe.trainer.experiment.Results;

/** What the methods' models cost. */
final class CostSection {

    private CostSection() {}

    static DomContent of(Results results) {
        List<List<DomContent>> rows = new ArrayList<>();
        results.costs().forEach((method, cost) -> {
            List<DomContent> row = new ArrayList<>(List.of(Page.methodName(method)));
            cost.cells().forEach(cell -> row.add(text(cell)));
            rows.add(row);
        });
        return section(
                        h2("Cost"),
                        p(
                                "Of one model, beyond its frozen layers. FLOPs are those of the matrix products in the trained"
                                        + " layers, two per weight that the token uses; heads and attention's products of rows"
                                        + " with rows, which are equal in all methods, are left out. single-task needs a model"
                                        + " per task."),
                        rows.isEmpty() ? p("Not counted.").withClass("muted") : Page.tableOf(Cost.COLUMNS, rows))
                .withId("cost");
    }
}
