package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.List;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.exhibit.TableCell;

/** Draws the exhibits of a protocol as HTML. */
final class Exhibits {

    private Exhibits() {}

    static DomContent of(List<Exhibit> exhibits) {
        return each(exhibits, Exhibits::of);
    }

    private static DomContent of(Exhibit exhibit) {
        return switch (exhibit) {
            case Exhibit.Heading heading -> h3(heading.text());
            case Exhibit.Paragraph paragraph -> p(paragraph.text());
            case Exhibit.Legend legend ->
                Page.legend(legend.series().stream().map(Look::of).toList());
            case Exhibit.Panels panels -> panels(panels);
            case Exhibit.Table table ->
                Page.tableOf(
                        table.headers(),
                        table.rows().stream()
                                .map(row -> row.stream().map(Exhibits::cell).toList())
                                .toList());
            case Exhibit.Folded folded -> Page.folded(folded.title(), of(folded.content()));
            case Exhibit.Breakdown breakdown ->
                throw new IllegalArgumentException("a breakdown by " + breakdown.parts()
                        + " on a page: expected it among the tables, which alone can show it");
        };
    }

    private static DomContent panels(Exhibit.Panels panels) {
        List<Double> levels = panels.panels().stream()
                .map(Exhibit.Panel::picture)
                .filter(Picture.BeforeAfter.class::isInstance)
                .flatMap(picture -> BeforeAfterChart.values((Picture.BeforeAfter) picture))
                .toList();
        return Page.panels(panels.panels().stream()
                .map(panel -> Page.panel(caption(panel.caption()), draw(panel.picture(), levels)))
                .toList());
    }

    private static Svg draw(Picture picture, List<Double> levels) {
        return switch (picture) {
            case Picture.Intervals intervals -> IntervalChart.of(intervals);
            case Picture.Curves curves -> LineChart.overCounts(curves);
            case Picture.BeforeAfter changes -> BeforeAfterChart.of(changes, levels);
        };
    }

    private static DomContent cell(TableCell cell) {
        return cell.isMethod() ? Page.methodName(cell.text()) : text(cell.text());
    }

    private static DomContent caption(TableCell cell) {
        return cell.isMethod() ? Page.methodName(cell.text()) : span(cell.text());
    }
}
