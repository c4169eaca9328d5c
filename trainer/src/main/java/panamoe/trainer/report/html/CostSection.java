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

/** The cost of a model of each method. */
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
                                "The numbers are for one model, without its frozen layers. FLOPs count the matrix products of the"
                                        + " trained layers: two per weight that the token uses. The heads, and the products of"
                                        + " queries, keys and values in attention, are not counted; they are equal in all methods."
                                        + " single-task needs one model per task."),
                        rows.isEmpty() ? p("Not counted.").withClass("muted") : Page.tableOf(Cost.COLUMNS, rows))
                .withId("cost");
    }
}
