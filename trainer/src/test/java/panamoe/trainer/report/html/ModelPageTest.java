package panamoe.trainer.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.report.SampleModels;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

/** Tests the page of a model. The sample pages stay in target/sample-report, to be viewed in a browser. */
class ModelPageTest {

    private static final TrainedModel SPARSE = SampleModels.of(
            Method.TASK_GATE_MOE,
            SampleModels.hostile(),
            SampleModels.labels("twenty", 20),
            SampleModels.labels("many", 150),
            SampleModels.scores("similar"));
    private static Document sparse;
    private static Document dense;
    private static Document many;
    private static Document last;

    @BeforeAll
    static void makePages() throws IOException {
        sparse = page(SPARSE, "model-sparse");
        dense = page(SampleModels.of(Method.DENSE_MTL, 700, false, SampleModels.labels("alone", 2)), "model-dense");
        many = page(
                SampleModels.of(
                        Method.TASK_GATE_MOE,
                        IntStream.range(0, 31)
                                .mapToObj(i -> SampleModels.labels("task-" + i, 2 + i))
                                .toArray(Task[]::new)),
                "model-many");
        last = page(SampleModels.of(Method.SHARED_GATE_MOE, 1000, true, SampleModels.labels("alone", 2)), "model-last");
    }

    private static Document page(TrainedModel model, String name) throws IOException {
        Path folder = Path.of("target", "sample-report", name);
        ModelPage.write(model, folder);
        return Jsoup.parse(Files.readString(folder.resolve("report.html")));
    }

    @Test
    void thePageLoadsNothingAndHasNoScripts() {
        for (Document page : List.of(sparse, dense, many, last)) {
            assertThat(page.select("script, link, img, iframe, object, embed")).isEmpty();
            assertThat(page.select("[src], [onload], [onclick], [onerror]")).isEmpty();
            assertThat(page.select("[href]").eachAttr("href")).isNotEmpty().allMatch(href -> href.startsWith("#"));
            assertThat(page.select("style").html()).doesNotContain("@import").doesNotContain("url(");
            for (String href : page.select("a").eachAttr("href")) {
                assertThat(page.select(href)).as(href).hasSize(1);
            }
        }
    }

    @Test
    void everyRowHasTheScoresAndTheirBaselines() {
        Elements rows = sparse.select("#scores tbody tr");
        assertThat(rows).hasSameSizeAs(SPARSE.kept().tasks());
        for (int slot = 0; slot < rows.size(); slot++) {
            KeptTask task = SPARSE.kept().tasks().get(slot);
            String metric = task.metrics().getFirst();
            List<String> cells = rows.get(slot).select("th, td").eachText();
            assertThat(cells.getFirst()).isEqualTo(task.name());
            assertThat(cells.get(6).split(" / ")[0])
                    .isEqualTo(Numbers.LEVEL.of(task.scores().get("dev").get(metric)));
            assertThat(cells.get(7).split(" / ")[0])
                    .isEqualTo(Numbers.LEVEL.of(task.scores().get("test").get(metric)));
            assertThat(cells.get(8))
                    .startsWith(Numbers.LEVEL.of(task.baselines().get("test").get("majority")) + " ± ");
            assertThat(cells.get(9))
                    .isEqualTo(Numbers.LEVEL.of(task.baselines().get("test").get("linear-probe")));
            assertThat(cells.getLast()).isEqualTo("▲ yes");
        }
        assertThat(dense.select("#scores thead").text()).doesNotContain("Linear probe");
    }

    /** Scores just below and just above two standard errors from majority. */
    @Test
    void aScoreThatIsNotAboveMajorityIsMarked() {
        KeptTask task = SPARSE.kept().tasks().get(1);
        double majority = task.majority(Split.TEST);
        double margin = 2 * Math.sqrt(majority * (1 - majority) / 140);
        assertThat(mark(majority + 0.99 * margin)).isEqualTo("✗ no");
        assertThat(mark(majority + 1.01 * margin)).isEqualTo("▲ yes");
        assertThat(mark(Double.NaN)).isEqualTo("✗ no");
    }

    private static String mark(double score) {
        Document page = Jsoup.parse(ModelPage.toHtml(SampleModels.withTestScore(SPARSE, 1, score)));
        return page.select("#scores tbody tr").get(1).select("td").last().text();
    }

    @Test
    void textsOfTheDataAreEscaped() {
        Element block = sparse.select("#task-hostile").first();
        assertThat(block.select("summary").text())
                .isEqualTo("hostile Is <b>x</b> | y & `z`? Two *lines* <script>alert(1)</script>");
        assertThat(block.select("tbody th").eachText())
                .containsExactly("a|b", "<img src=x>", "new line", "**bold** [link](http://x)");
        assertThat(sparse.select(".chip").eachText()).contains("data sample <data>");
    }

    @Test
    void everyLabelHasItsScores() {
        Confusion answers = SPARSE.tasks().get(1).measured().get(Split.TEST).answers();
        Elements rows = sparse.select("#task-twenty tbody tr");
        assertThat(rows).hasSize(20);
        for (int label = 0; label < 20; label++) {
            assertThat(rows.get(label).select("td").eachText())
                    .containsExactly(
                            "7",
                            Numbers.LEVEL.of(answers.precision(label)),
                            Numbers.LEVEL.of(answers.recall(label)),
                            Numbers.LEVEL.of(answers.f1(label)));
        }
    }

    /** The tool tip of each cell has the count of the confusion matrix. */
    @Test
    void aHeatMapWithColumnsTooNarrowForNumbersHasAScale() {
        Elements wide = many.select("svg[aria-label^=Expert use per task]");
        Elements narrow = many.select("svg[aria-label^=Overlap of expert use]");
        assertThat(wide).isNotEmpty();
        assertThat(wide.select(".scale")).as("four columns").isEmpty();
        assertThat(narrow).isNotEmpty();
        assertThat(narrow.select(".row .load")).as("31 columns").isEmpty();
        assertThat(narrow.first().select(".scale text").eachText())
                .containsExactly("percent", "20", "40", "60", "80", "100");
    }

    @Test
    void aTaskWithFewLabelsHasAHeatMap() {
        List<List<Long>> counts =
                SPARSE.tasks().get(1).measured().get(Split.TEST).answers().rows();
        Elements cells = sparse.select("#task-twenty svg .cell > title");
        assertThat(cells).hasSize(400);
        for (int i = 0; i < 400; i++) {
            assertThat(cells.get(i).text())
                    .isEqualTo("label %d predicted as label %d: %d of 7"
                            .formatted(i / 20, i % 20, counts.get(i / 20).get(i % 20)));
        }
    }

    @Test
    void aTaskWithManyLabelsHasAListOfItsMostFrequentMistakes() {
        List<List<Long>> counts =
                SPARSE.tasks().get(2).measured().get(Split.TEST).answers().rows();
        Element block = sparse.select("#task-many").first();
        assertThat(block.select("svg")).isEmpty();
        Elements rows = block.select("table").first().select("tbody tr");
        assertThat(rows).hasSize(20);
        long before = Long.MAX_VALUE;
        for (Element row : rows) {
            List<String> cells = row.select("th, td").eachText();
            long count = Long.parseLong(cells.get(2));
            assertThat(counts.get(number(cells.get(0))).get(number(cells.get(1))))
                    .isEqualTo(count);
            assertThat(number(cells.get(0))).isNotEqualTo(number(cells.get(1)));
            assertThat(count).isPositive().isLessThanOrEqualTo(before);
            before = count;
        }
        assertThat(block.select("details details tbody tr")).hasSize(150);
    }

    private static int number(String label) {
        return Integer.parseInt(label.substring("label ".length()));
    }

    @Test
    void chartsHaveAPointPerEvaluationAndMarkTheKeptStep() {
        Element scores = sparse.select("svg[aria-label='Score on dev of similar over training steps']")
                .first();
        assertThat(scores.select("title").eachText())
                .hasSize(20)
                .allMatch(tip -> tip.matches("(pearson|spearman), (pearson|spearman) on dev at step \\d+: 0\\.\\d{3}"));
        Element loss = sparse.select("svg[aria-label='Loss on similar over training steps']")
                .first();
        assertThat(loss.select("title")).hasSize(10);
        assertThat(loss.select("polyline.curve").first().attr("points").split(" "))
                .hasSize(100);
        for (Document page : List.of(sparse, dense, many, last)) {
            assertThat(page.select("#training svg[role=img]:has(.kept)"))
                    .hasSize(page.select("#training svg[viewBox^='0 0 340']").size());
        }
    }

    @Test
    void theRoutingIsThatOfTheKeptStep() {
        List<RoutingMap> kept = SPARSE.evaluations().get(6).routing();
        assertThat(SPARSE.evaluations().get(6).step()).isEqualTo(700);
        Elements tips = sparse.select("#routing > .panels svg[aria-label^='Expert use per task'] .cell > title");
        List<String> expected = kept.stream()
                .flatMap(map -> IntStream.range(0, 4 * 4)
                        .mapToObj(i -> map.tasks().get(i / 4) + ", expert " + i % 4 + ": "
                                + Math.round(100 * map.load().get(i / 4).get(i % 4)) + " % of the tokens"))
                .toList();
        assertThat(tips.eachText()).isEqualTo(expected);
        assertThat(sparse.select("#routing details figcaption").eachText())
                .containsExactly(
                        "Layer 0, at step 100",
                        "Layer 0, at step 500",
                        "Layer 0, at step 1000",
                        "Layer 1, at step 100",
                        "Layer 1, at step 500",
                        "Layer 1, at step 1000");
        assertThat(dense.select("#routing")).isEmpty();
    }

    @Test
    void chartsOfManyTasksAreFolded() {
        assertThat(sparse.select("#training details")).isEmpty();
        assertThat(sparse.select("#answers > div > details[open]")).hasSize(4);
        assertThat(many.select("#training > details:not([open])")).hasSize(2);
        assertThat(many.select("#training figure")).hasSize(1 + 2 * 31);
        assertThat(many.select("#answers > div > details:not([open])")).hasSize(31);
    }

    @Test
    void theLastModelIsNotCalledTheBest() {
        assertThat(last.select("h1").text()).isEqualTo("sample/last");
        assertThat(last.select(".lead").text())
                .startsWith(
                        "Kept from step 1000 of 1000, the last step. The mean dev score was highest, 0.800, at step 700.");
        assertThat(sparse.select(".lead").text())
                .startsWith("Kept from step 700 of 1000, which has the highest mean dev score, 0.800.");
    }

    /** The last points of a task can be missing, because it had no batch near the end. The axis must still reach the end of the run. */
    @Test
    void everyChartReachesTheKeptStep() {
        LineChart.Line early =
                new LineChart.Line(Look.ofMethod("mine"), List.of(new LineChart.Point(10, 1, null, "early")), false);
        Element chart = Jsoup.parseBodyFragment(
                        LineChart.overSteps("", "loss", List.of(early), List.of(), new LineChart.Run(1000, 1000))
                                .render())
                .body();
        assertThat(Double.parseDouble(chart.select("line.kept").attr("x1"))).isBetween(300.0, 340.0);
        assertThat(Double.parseDouble(
                        chart.select("polyline.curve").attr("points").split(",")[0]))
                .isLessThan(60);
    }

    @Test
    void theSummaryCountsTasks() {
        assertThat(sparse.select(".lead").text())
                .endsWith(
                        "On test, 4 of 4 tasks are above the majority baseline. 4 of 4 are above a linear probe of the"
                                + " pretrained encoder.");
        assertThat(dense.select(".lead").text()).endsWith("On test, 1 of 1 task is above the majority baseline.");
    }
}
