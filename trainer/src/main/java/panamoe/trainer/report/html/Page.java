package panamoe.trainer.report.html;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;

/** HTML elements that several sections use. */
final class Page {

    private Page() {}

    /** A table that scrolls sideways on a narrow screen. The first column names the row. */
    static DomContent tableOf(List<String> headers, List<List<DomContent>> rows) {
        return div(table(
                        thead(tr(each(headers, header -> th(header).attr("scope", "col")))),
                        tbody(each(rows, Page::row))))
                .withClass("scroll");
    }

    private static DomContent row(List<DomContent> cells) {
        return tr(th(cells.getFirst()).attr("scope", "row"), each(cells.subList(1, cells.size()), cell -> td(cell)));
    }

    /** Short facts in a row. */
    static DomContent chips(List<String> facts) {
        return p(each(facts, fact -> span(fact).withClass("chip"))).withClass("chips");
    }

    /** A picture under its caption. */
    static DomContent panel(String caption, DomContent picture) {
        return panel(span(caption), picture);
    }

    static DomContent panel(DomContent caption, DomContent picture) {
        return figure(figcaption(caption), picture);
    }

    /** Content that is hidden until the reader opens it. */
    static DomContent folded(String title, DomContent content) {
        return folded(span(title), content, false);
    }

    /** Content that the reader can open and close. */
    static DomContent folded(DomContent title, DomContent content, boolean open) {
        return details(summary(title), content).withCondOpen(open);
    }

    /** Pictures side by side, as many as the width allows. Two and four pictures are in rows of two. */
    static DomContent panels(List<DomContent> panels) {
        boolean pairs = panels.size() == 2 || panels.size() == 4;
        return div(each(panels, panel -> panel)).withClass(pairs ? "panels pairs" : "panels");
    }

    /** The legend of the lines and markers. */
    static DomContent legend(List<Look> looks) {
        return div(each(looks, look -> span(look.sample(), span(look.label())).withClass("key")))
                .withClass("legend");
    }

    /** The name of a method with a sample of its look. */
    static DomContent methodName(String method) {
        return methodName(method, "");
    }

    /** The name of a method with a sample of its look, followed by a suffix. */
    static DomContent methodName(String method, String suffix) {
        return span(Look.ofMethod(method).sample(), span(method + suffix)).withClass("key");
    }
}
