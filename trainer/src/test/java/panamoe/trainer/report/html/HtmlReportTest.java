package panamoe.trainer.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.report.Estimate;
import panamoe.trainer.report.LowResourceDetails;
import panamoe.trainer.report.MethodNames;
import panamoe.trainer.report.MethodResult;
import panamoe.trainer.report.ProtocolResult;
import panamoe.trainer.report.Protocols;
import panamoe.trainer.report.Results;
import panamoe.trainer.report.ResultsJson;
import panamoe.trainer.report.SampleResults;
import panamoe.trainer.report.Statistics;
import panamoe.trainer.report.TaskSummary;

/** Facts about the page. The sample pages are left in target/sample-report for a look in a browser. */
class HtmlReportTest {

    private static final Results QUICK = SampleResults.quick();
    private static Document quick;
    private static Document smoke;

    @BeforeAll
    static void makePages() throws IOException {
        Path folder = Path.of("target", "sample-report");
        HtmlReport.write(QUICK, folder.resolve("quick.html"));
        HtmlReport.write(SampleResults.smoke(), folder.resolve("smoke.html"));
        quick = Jsoup.parse(Files.readString(folder.resolve("quick.html")));
        smoke = Jsoup.parse(Files.readString(folder.resolve("smoke.html")));
    }

    @Test
    void nothingIsFetchedAndNothingRuns() {
        assertThat(quick.select("script, link, img, iframe, object, embed")).isEmpty();
        assertThat(quick.select("[src], [onload], [onclick]")).isEmpty();
        assertThat(quick.select("[href]").eachAttr("href")).isNotEmpty().allMatch(href -> href.startsWith("#"));
        assertThat(quick.select("style").html())
                .isNotBlank()
                .doesNotContain("@import")
                .doesNotContain("url(");
    }

    @Test
    void linksInsideThePageArrive() {
        for (String href : quick.select("a").eachAttr("href")) {
            assertThat(quick.select(href)).as(href).hasSize(1);
        }
    }

    @Test
    void everyScoreOfTheJsonStandsInItsProtocolsTable() {
        Results results = ResultsJson.fromJson(ResultsJson.toJson(QUICK));
        Protocols protocols = results.protocols();
        checkTables("low-resource", protocols.lowResourceTransfer(), Numbers.LEVEL);
        checkTables("unseen-task", protocols.unseenTaskGeneralization(), Numbers.LEVEL);
        checkTables("robustness", protocols.unrelatedTaskRobustness(), Numbers.CHANGE);
    }

    private static void checkTables(String section, ProtocolResult<?> result, Numbers numbers) {
        Elements tables = quick.select("#" + section + " table");
        Elements methods = tables.get(0).select("tbody tr");
        assertThat(methods.select("th").eachText()).containsExactlyElementsOf(MethodNames.ALL);
        int row = 0;
        for (MethodResult<?> outcome : result.methods().values()) {
            List<String> cells = methods.get(row++).select("td").eachText();
            switch (outcome) {
                case MethodResult.Scored<?> scored -> checkCells(cells, scored.score(), numbers);
                case MethodResult.NotApplicable<?> none ->
                    assertThat(cells.getLast()).isEqualTo("not applicable: " + none.notApplicable());
            }
        }
        Elements pairs = tables.get(1).select("tbody tr");
        assertThat(pairs).hasSameSizeAs(result.comparisons().entrySet());
        row = 0;
        for (Map.Entry<String, Estimate> pair : result.comparisons().entrySet()) {
            Element shown = pairs.get(row++);
            assertThat(shown.select("th").text()).isEqualTo(pair.getKey().replace(" - ", " − "));
            checkCells(shown.select("td").eachText(), pair.getValue(), Numbers.CHANGE);
        }
    }

    private static void checkCells(List<String> cells, Estimate estimate, Numbers numbers) {
        assertThat(cells.getFirst()).isEqualTo(numbers.of(estimate.mean()));
        assertThat(cells.get(1))
                .isEqualTo(numbers.of(estimate.ci95().low()) + " to "
                        + numbers.of(estimate.ci95().high()));
        assertThat(cells.get(2).split("\\s+"))
                .containsExactly(estimate.perSeed().stream().map(numbers::of).toArray(String[]::new));
    }

    @Test
    void textIsEscaped() {
        assertThat(quick.html()).contains("AMD EPYC 9654 &lt;96-Core&gt;").contains("saw &lt;other&gt; tasks");
        assertThat(quick.select("other")).isEmpty();
    }

    @Test
    void missingValuesAreWordsAndDashes() {
        for (Document page : List.of(quick, smoke)) {
            assertThat(page.html()).doesNotContain("NaN").doesNotContain("null").doesNotContain("Infinity");
        }
    }

    @Test
    void picturesHaveADescriptionAndStayInsideTheirFrame() {
        Elements pictures = quick.select("figure > svg");
        assertThat(pictures).isNotEmpty();
        for (Element picture : pictures) {
            assertThat(picture.attr("aria-label")).isNotBlank();
            String[] box = picture.attr("viewBox").split(" ");
            double width = Double.parseDouble(box[2]);
            double height = Double.parseDouble(box[3]);
            for (Element circle : picture.select("circle")) {
                assertThat(Double.parseDouble(circle.attr("cx"))).isBetween(0.0, width);
                assertThat(Double.parseDouble(circle.attr("cy"))).isBetween(0.0, height);
            }
        }
    }

    @Test
    void shotsCurvesHaveALinePerMethodAndPerGateStart() {
        List<Element> figures = quick.select("#unseen-task figure:has(polyline)").stream()
                .filter(figure -> figure.closest("details") == null)
                .toList();
        // Two targets by method (three scored methods), then the two targets by gate start (three starts).
        assertThat(figures.stream().map(figure -> figure.select("polyline").size()))
                .containsExactly(3, 3, 3, 3);
        assertThat(figures.getFirst().select("text.tick").eachText()).contains("16", "64", "256");
    }

    @Test
    void heatMapsShowEveryTaskAndExpert() {
        Elements maps = quick.select("figure:has(.heat)");
        assertThat(maps).hasSize(4);
        var routing = QUICK.protocols().unseenTaskGeneralization().routing().getLast();
        Element last = maps.last();
        assertThat(last.select(".cell")).hasSize(8 * 8);
        assertThat(last.select("text.label").eachText()).isEqualTo(routing.tasks());
        double corner = routing.load().getFirst().getFirst();
        assertThat(last.select(".heat").first().attr("fill-opacity")).isEqualTo(Svg.number(corner));
    }

    @Test
    void theTaskTableMarksEachTask() {
        Elements rows = quick.select("#tasks tbody tr");
        assertThat(rows).hasSameSizeAs(QUICK.tasks());
        for (int i = 0; i < rows.size(); i++) {
            TaskSummary task = QUICK.tasks().get(i);
            assertThat(rows.get(i).select("th").text()).isEqualTo(task.name());
            assertThat(rows.get(i).select(".baseline").eachAttr("class"))
                    .isEqualTo(task.methods().values().stream()
                            .map(score -> "baseline " + score.mark().name().toLowerCase())
                            .toList());
        }
        assertThat(rows.select(".baseline.at")).as("the hard task").isNotEmpty();
    }

    @Test
    void whatWasNotRunIsSaid() {
        assertThat(smoke.select("#unseen-task").text()).contains("not part of the run");
        assertThat(smoke.select("#robustness").text()).contains("not part of the run");
        assertThat(smoke.select(".card .verdict").eachText()).containsExactly("undecided", "not run", "not run");
        assertThat(smoke.select("#low-resource td").eachText()).contains("one seed");
    }

    @Test
    void theClaimsFollowTheIntervals() {
        assertThat(verdict(0.05, 0.06, 0.07)).isEqualTo("supported");
        assertThat(verdict(-0.05, -0.06, -0.07)).isEqualTo("reversed");
        assertThat(verdict(-0.05, 0.06, 0.07)).isEqualTo("undecided");
    }

    /** The first card's verdict when task gates are better than dense by these differences. */
    private static String verdict(double... differences) {
        List<Long> seeds = QUICK.seeds();
        Results results = new Results(
                QUICK.suite(),
                QUICK.encoder(),
                QUICK.preset(),
                QUICK.split(),
                seeds,
                QUICK.environment(),
                QUICK.settings(),
                QUICK.tasks(),
                new Protocols(
                        ProtocolResult.of(
                                seeds,
                                Map.of(
                                        "dense-mtl", scored(Statistics.estimate(seeds, 0, 0, 0)),
                                        "task-gate-moe", scored(Statistics.estimate(seeds, differences))),
                                List.of(),
                                List.of(),
                                List.of()),
                        null,
                        null));
        Document page = Jsoup.parse(HtmlReport.toHtml(results));
        String verdict = page.select(".card .verdict").first().text();
        assertThat(page.select("#summary .lead").text()).contains("low-resource transfer is " + verdict);
        return verdict;
    }

    private static MethodResult<LowResourceDetails> scored(Estimate score) {
        return new MethodResult.Scored<>(
                score, new LowResourceDetails(List.of(new LowResourceDetails.Cell("topic", "accuracy", 32, score))));
    }

    @Test
    void theLimitsOfTheNumbersAreStated() {
        assertThat(quick.select("header").text()).contains("claims no replication of the paper's numbers");
        assertThat(quick.select("#about").text())
                .contains("SNLI, MultiNLI and QQP")
                .contains("arXiv:2204.07689");
        assertThat(quick.select("#about tbody th").eachText())
                .contains("jdk", "commit")
                .containsAll(QUICK.settings().keySet());
    }

    @Test
    void writingMakesTheFolder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new").resolve("report.html");
        HtmlReport.write(QUICK, file);
        assertThat(Files.readString(file)).isEqualTo(HtmlReport.toHtml(QUICK)).startsWith("<!DOCTYPE html>");
    }
}
