package panamoe.trainer.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.experiment.exhibit.TableCell;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;

/** Tests how a page shows exhibits. */
class ExhibitsTest {

    private static Element drawn(Exhibit... exhibits) {
        return Jsoup.parseBodyFragment(Exhibits.of(List.of(exhibits)).render()).body();
    }

    private static Estimate of(double score) {
        return Statistics.estimate(List.of(1L, 2L), score, score);
    }

    @Test
    void textIsEscapedAndMethodsHaveTheirLook() {
        Element page = drawn(
                new Exhibit.Heading("a < b"),
                new Exhibit.Paragraph("c & d"),
                new Exhibit.Table(
                        List.of("Method", "<Task>"),
                        List.of(List.of(TableCell.ofMethod("mine"), TableCell.of("<t>")))));

        assertThat(page.select("h3").text()).isEqualTo("a < b");
        assertThat(page.select("p").text()).isEqualTo("c & d");
        assertThat(page.select("thead th").eachText()).containsExactly("Method", "<Task>");
        assertThat(page.select("tbody th").text()).isEqualTo("mine");
        assertThat(page.select("tbody th svg")).as("the look of a method").hasSize(1);
        assertThat(page.select("tbody td").text()).isEqualTo("<t>");
        assertThat(page.select("tbody td svg")).isEmpty();
    }

    @Test
    void foldedContentIsOpenedByTheReader() {
        Element page = drawn(new Exhibit.Folded("More", List.of(new Exhibit.Heading("inside"))));

        assertThat(page.select("details:not([open]) > summary").text()).isEqualTo("More");
        assertThat(page.select("details h3").text()).isEqualTo("inside");
    }

    /** The panel with scores from .2 to .3 has the same ticks as the panel with scores from .2 to .8. */
    @Test
    void panelsOfScoresBeforeAndAfterShareAScale() {
        Element page = drawn(new Exhibit.Panels(List.of(panel("narrow", 0.2, 0.3), panel("wide", 0.2, 0.8))));

        List<String> wide = page.select("svg[aria-label=wide] text.tick").eachText();
        assertThat(wide).hasSizeGreaterThan(2);
        assertThat(page.select("svg[aria-label=narrow] text.tick").eachText()).isEqualTo(wide);
        Element alone = drawn(new Exhibit.Panels(List.of(panel("narrow", 0.2, 0.3))));
        assertThat(alone.select("svg[aria-label=narrow] text.tick").eachText()).isNotEqualTo(wide);
    }

    private static Exhibit.Panel panel(String description, double before, double after) {
        Picture.Change change = new Picture.Change("task", of(before), of(after), null);
        return new Exhibit.Panel(
                TableCell.ofMethod("mine"),
                new Picture.BeforeAfter(description, new Series.OfMethod("mine"), List.of(change)));
    }

    @Test
    void aBreakdownIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        drawn(new Exhibit.Heading("before"), new Exhibit.Breakdown("Target", Numbers.LEVEL, Map.of())))
                .withMessage("a breakdown by Target on a page: expected it among the tables, which alone can show it");
    }
}
