package panamoe.trainer.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.experiment.ClassResult;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.SampleResults;
import panamoe.trainer.experiment.TaskSummary;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.TrainingCourse;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.RoutingMap;

/** Tests the page of a run. The sample pages stay in target/sample-report, to be viewed in a browser. */
class HtmlReportTest {

    private static final Results QUICK = SampleResults.quick();
    private static final List<String> METHODS =
            Method.BUILT_IN.collect(Method::name).castToList();
    private static Document quick;
    private static Document smoke;

    @BeforeAll
    static void makePages() throws IOException {
        Path folder = Path.of("target", "sample-report");
        write(QUICK, folder.resolve("quick.html"));
        write(SampleResults.smoke(), folder.resolve("smoke.html"));
        quick = Jsoup.parse(Files.readString(folder.resolve("quick.html")));
        smoke = Jsoup.parse(Files.readString(folder.resolve("smoke.html")));
    }

    private static void write(Results results, Path file) throws IOException {
        HtmlReport.write(results, Protocols.exhibitions(results), file);
    }

    private static String html(Results results) {
        return HtmlReport.toHtml(results, Protocols.exhibitions(results));
    }

    @Test
    void thePageLoadsNothingAndHasNoScripts() {
        assertThat(quick.select("script, link, img, iframe, object, embed")).isEmpty();
        assertThat(quick.select("[src], [onload], [onclick]")).isEmpty();
        assertThat(quick.select("[href]").eachAttr("href")).isNotEmpty().allMatch(href -> href.startsWith("#"));
        assertThat(quick.select("style").html())
                .isNotBlank()
                .doesNotContain("@import")
                .doesNotContain("url(");
    }

    @Test
    void everyLinkInsideThePageHasATarget() {
        for (String href : quick.select("a").eachAttr("href")) {
            assertThat(quick.select(href)).as(href).hasSize(1);
        }
    }

    @Test
    void everyScoreIsInTheTableOfItsProtocol() {
        checkTables("low-resource", LowResourceTransfer.NAME, Numbers.LEVEL);
        checkTables("unseen-task", UnseenTaskGeneralization.NAME, Numbers.LEVEL);
        checkTables("robustness", UnrelatedTaskRobustness.NAME, Numbers.CHANGE);
    }

    @Test
    void theCostOfEveryMethodIsShown() {
        Elements rows = quick.select("#cost tbody tr");
        assertThat(rows.select("th").eachText()).containsExactlyElementsOf(METHODS);
        assertThat(rows.last().select("td").eachText())
                .containsExactly("20.30 M", "3.60 M", "7.10 M", "32.0 (29.5 to 34.5)");
    }

    private static void checkTables(String section, String protocol, Numbers numbers) {
        ProtocolResult<?> result = QUICK.protocols().get(protocol);
        Elements tables = quick.select("#" + section + " table");
        Elements methods = tables.get(0).select("tbody tr");
        assertThat(methods.select("th").eachText()).containsExactlyElementsOf(METHODS);
        int row = 0;
        for (MethodResult<?> outcome : result.methods().values()) {
            List<String> cells = methods.get(row++).select("td").eachText();
            switch (outcome) {
                case MethodResult.Scored<?> scored -> checkCells(cells, scored.score(), numbers);
                case MethodResult.NotApplicable<?> none ->
                    assertThat(cells.getLast()).isEqualTo("not applicable: " + none.notApplicable());
            }
        }
        // the pairs of task-gate-moe come first and are open, the others are folded
        Elements pairs = tables.get(1).select("tbody tr");
        assertThat(pairs).hasSize(scoredMethods(result) - 1);
        assertThat(tables.get(1).closest("details")).isNull();
        assertThat(tables.get(2).closest("details")).isNotNull();
        pairs.addAll(tables.get(2).select("tbody tr"));
        assertThat(pairs).hasSameSizeAs(result.comparisons().entrySet());
        row = 0;
        for (Map.Entry<String, Estimate> pair : result.comparisons().entrySet()) {
            Element shown = pairs.get(row++);
            assertThat(shown.select("th").text()).isEqualTo(pair.getKey().replace(" - ", " − "));
            checkCells(shown.select("td").eachText(), pair.getValue(), Numbers.CHANGE);
        }
    }

    private static int scoredMethods(ProtocolResult<?> result) {
        return (int) result.methods().values().stream()
                .filter(MethodResult.Scored.class::isInstance)
                .count();
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
    void missingValuesAreShownAsWordsOrDashes() {
        for (Document page : List.of(quick, smoke)) {
            assertThat(page.html()).doesNotContain("NaN").doesNotContain("null").doesNotContain("Infinity");
        }
    }

    @Test
    void picturesHaveADescriptionAndNoPointOutsideTheirFrame() {
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
        // two targets by method (without single-task), then two targets by gate start (three starts)
        assertThat(figures.stream().map(figure -> figure.select("polyline").size()))
                .containsExactly(13, 13, 3, 3);
        assertThat(figures.getFirst().select("text.tick").eachText()).contains("16", "64", "256");
    }

    /** The block of the page for a method's routing in the base model. */
    private static Element routing(String method) {
        return quick.select("#unseen-task details").stream()
                .filter(block -> block.select("> summary").text().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static Element picture(Element block, String description) {
        Elements found = block.select("svg[aria-label=" + description + "]");
        assertThat(found).as(description).hasSize(1);
        return found.first();
    }

    @Test
    void aHeatMapShowsTheLoadOfEveryTaskAndExpertWithTheTasksEntropy() {
        RoutingMap map =
                QUICK.protocols().get(UnseenTaskGeneralization.NAME).routing().getLast();
        Element picture = picture(routing("task-gate-moe"), "Expert use per task, task-gate-moe, layer 1, base model");
        assertThat(picture.select(".cell")).hasSize(8 * 8);
        assertThat(picture.select("text.label").eachText()).isEqualTo(map.tasks());
        double corner = map.load().getFirst().getFirst();
        assertThat(picture.select(".heat").first().attr("fill-opacity")).isEqualTo(Svg.number(corner));
        assertThat(picture.select(".row").first().select("text.tick").text())
                .isEqualTo(String.format("%.2f", map.entropy().getFirst() / Math.log(8)));
        assertThat(picture.closest("figure").select("figcaption").text())
                .isEqualTo("Layer 1, seed 1 specialisation "
                        + Numbers.LEVEL.of(map.summary().specialisation()) + ", load max / mean "
                        + Numbers.LEVEL.of(map.summary().maxOverMean()));
    }

    @Test
    void overlapIsOneMinusTotalVariation() {
        assertThat(RoutingMap.overlap(List.of(0.5, 0.3, 0.2), List.of(0.2, 0.3, 0.5)))
                .isCloseTo(0.7, within(1e-12));
        assertThat(RoutingMap.overlap(List.of(1.0, 0.0), List.of(0.0, 1.0))).isZero();
        Element picture = picture(
                routing("task-gate-moe"), "Overlap of expert use of two tasks, task-gate-moe, layer 0, base model");
        assertThat(picture.select(".cell")).hasSize(8 * 8);
        assertThat(picture.select(".heat").first().attr("fill-opacity")).isEqualTo("1");
    }

    @Test
    void entropyIsAShareOfItsGreatestPossibleValue() {
        assertThat(Entropy.share(Math.log(4), 8)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(Entropy.share(0, 1)).isZero();
        assertThat(Entropy.meanShare(Arrays.asList(Math.log(8), null, 0.0), 8).getAsDouble())
                .isCloseTo(0.5, within(1e-12));
        assertThat(Entropy.meanShare(Arrays.asList((Double) null), 8)).isEmpty();
    }

    @Test
    void coActivationIsShownOnlyIfATokenHasSeveralExperts() {
        String together = "svg[aria-label^=Experts chosen together]";
        assertThat(routing("task-gate-moe").select(together)).hasSize(2);
        assertThat(routing("shared-gate-moe").select(together)).isEmpty();
    }

    @Test
    void trendsHaveALinePerLayerAndLoadsAtThreePoints() {
        Element block = routing("task-gate-moe");
        for (String quantity : List.of(
                "Specialisation", "Entropy, mean over tasks", "Load of the busiest expert", "Dropped choices")) {
            Element chart = picture(block, quantity + " over training steps, task-gate-moe, base model");
            assertThat(chart.select("polyline")).as(quantity).hasSize(2);
            assertThat(chart.select("polygon, circle")).as(quantity).hasSize(2 * 12);
        }
        assertThat(routing("shared-gate-moe").select("svg[aria-label^=Dropped]"))
                .as("nothing was dropped")
                .isEmpty();
        Elements loads = block.select("> details svg");
        assertThat(loads.eachAttr("aria-label"))
                .hasSize(2 * 3)
                .contains(
                        "Expert use per task, task-gate-moe, layer 0, up to step 50, base model",
                        "Expert use per task, task-gate-moe, layer 0, up to step 300, base model",
                        "Expert use per task, task-gate-moe, layer 1, up to step 600, base model");
        assertThat(loads.first().select(".row").get(1).select(".cell"))
                .as("a task without tokens")
                .isEmpty();
        assertThat(loads.first().select(".row").get(1).select("text.tick").text())
                .isEqualTo(Numbers.MISSING);
        assertThat(quick.select("#low-resource summary").eachText()).contains("Routing in training: mixture, size 128");
    }

    @Test
    void onlyTheRoutingOfTaskGatesIsOpen() {
        assertThat(quick.select("details[open] > summary").eachText()).containsExactly("task-gate-moe");
        Elements rows = quick.select("#unseen-task h4:containsOwn(base model) + div tbody tr");
        assertThat(rows.select("th").eachText())
                .containsExactlyElementsOf(METHODS.stream()
                        .filter(method -> method.endsWith("moe"))
                        .toList());
    }

    @Test
    void everyMethodHasADifferentColourAndMarker() {
        String css = quick.select("style").html();
        assertThat(METHODS.stream().map(method -> Look.ofMethod(method).marker()))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        List<String> variables = METHODS.stream()
                .map(method -> group("\\.m-" + method + " \\{ color: var\\((--[a-z]+)\\)", css))
                .toList();
        String[] modes = css.split("prefers-color-scheme: dark");
        for (String mode : List.of(modes[0], modes[1])) {
            assertThat(variables.stream().map(variable -> group(variable + ": (#[0-9a-f]{6})", mode)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aDefinedMethodHasAColourThatNoBuiltInMethodHas() {
        String css = quick.select("style").html();
        String[] modes = css.split("prefers-color-scheme: dark");
        for (String method : List.of("mine", "yours", "task-gate-pcgrad", "shared-gate-uncertainty")) {
            Look look = Look.ofMethod(method);
            assertThat(look.marker()).isNotNull();
            assertThat(look).as("always the same").isEqualTo(Look.ofMethod(method));
            String variable = group("\\." + look.color() + " \\{ color: var\\((--[a-z-]+)\\)", css);
            for (String mode : List.of(modes[0], modes[1])) {
                assertThat(mode).containsOnlyOnce(group(variable + ": (#[0-9a-f]{6})", mode));
            }
        }
    }

    private static String group(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void aCardFoldsTheComparisonsWithMethodsThatThePaperLacks() {
        Element card = quick.select(".card").first();
        assertThat(card.select("> ul li span:first-child").eachText())
                .containsExactly("against shared-gate-moe", "against single-task");
        assertThat(card.select("details summary").text()).isEqualTo("Against 10 other methods");
        assertThat(card.select("details li")).hasSize(10);
    }

    @Test
    void theTaskTableMarksEachTask() {
        Elements rows = quick.select("#tasks tbody").first().select("tr");
        assertThat(rows).hasSameSizeAs(QUICK.tasks());
        for (int i = 0; i < rows.size(); i++) {
            TaskSummary task = QUICK.tasks().get(i);
            assertThat(rows.get(i).select("th").text()).isEqualTo(task.task().name());
            assertThat(rows.get(i).select(".baseline").eachAttr("class"))
                    .isEqualTo(task.methods().values().stream()
                            .map(score -> "baseline " + score.mark().name().toLowerCase())
                            .toList());
        }
        assertThat(rows.select(".baseline.at")).as("the hard task").isNotEmpty();
    }

    @Test
    void eachLabelHasItsPrecisionRecallAndF1() {
        Elements rows = quick.select("#tasks details tbody tr");
        assertThat(rows).hasSize(3 * QUICK.tasks().size());
        ClassResult second =
                QUICK.tasks().getFirst().methods().get("dense-mtl").classes().get(1);
        assertThat(rows.get(1).select("td").eachText())
                .startsWith("label-1", "50")
                .contains(String.format(
                        Locale.ROOT, "%.2f / %.2f / %.2f", second.precision(), second.recall(), second.f1()));
    }

    @Test
    void notesAreShownInTheSummary() {
        Results noted = new Results(
                QUICK.run(), QUICK.costs(), QUICK.tasks(), List.of("Hardly trained: all of them."), QUICK.protocols());
        assertThat(Jsoup.parse(html(noted)).select("#summary .warning").eachText())
                .containsExactly("Hardly trained: all of them.");
        assertThat(quick.select("#summary .warning")).isEmpty();
    }

    @Test
    void aProtocolThatWasNotRunIsNamedAsSuch() {
        assertThat(smoke.select("#unseen-task").text()).contains("not part of the run");
        assertThat(smoke.select("#robustness").text()).contains("not part of the run");
        assertThat(smoke.select(".card .verdict").eachText())
                .startsWith("undecided", "not run")
                .filteredOn(verdict -> !verdict.equals("not run"))
                .hasSize(1);
        assertThat(smoke.select("#low-resource td").eachText()).contains("one seed");
    }

    @Test
    void theVerdictFollowsFromTheInterval() {
        assertThat(verdict(0.05, 0.06, 0.07)).isEqualTo("supported");
        assertThat(verdict(-0.05, -0.06, -0.07)).isEqualTo("reversed");
        assertThat(verdict(-0.05, 0.06, 0.07)).isEqualTo("undecided");
        assertThat(verdict(-0.001, 0.001, 0.002)).isEqualTo("no effect");
    }

    @Test
    void theSummaryCountsTheSeedsThatHaveAValue() {
        assertThat(differing(0.05, 0.06, Double.NaN).select("#summary .lead").text())
                .contains("2 of 3 seeds)");
        assertThat(differing(0.05, 0.06, 0.07).select("#summary .lead").text()).doesNotContain(" of 3 seeds");
    }

    @Test
    void oneSizeIsDrawnAsRowsByMethodAndSeveralSizesAsLines() {
        Document page = differing(0.05, 0.06, 0.07);
        assertThat(page.select("#low-resource svg[aria-label=topic by method] text.label[text-anchor=start]")
                        .eachText())
                .containsExactlyInAnyOrder("dense-mtl", "task-gate-moe");
        assertThat(page.select("#low-resource polyline")).isEmpty();

        assertThat(quick.select("#low-resource svg[aria-label=topic by method]"))
                .isEmpty();
        assertThat(quick.select("#low-resource svg[aria-label=topic by training size and method] polyline"))
                .isNotEmpty();
    }

    /** The verdict of the first card if the score of task gates exceeds that of dense by these differences. */
    private static String verdict(double... differences) {
        Document page = differing(differences);
        String verdict = page.select(".card .verdict").first().text();
        assertThat(page.select("#summary .lead").text()).contains("low-resource transfer is " + verdict);
        return verdict;
    }

    /** A page of one protocol with one target and size. The score of task gates exceeds that of dense by these differences. */
    private static Document differing(double... differences) {
        List<Long> seeds = QUICK.run().seeds();
        var result = ProtocolResult.of(
                seeds,
                Map.of(
                        "dense-mtl", scored(Statistics.estimate(seeds, 0, 0, 0)),
                        "task-gate-moe", scored(Statistics.estimate(seeds, differences))),
                TrainingCourse.NONE);
        return Jsoup.parse(html(new Results(
                QUICK.run(), QUICK.costs(), QUICK.tasks(), List.of(), Map.of(LowResourceTransfer.NAME, result))));
    }

    private static MethodResult<LowResourceDetails> scored(Estimate score) {
        return new MethodResult.Scored<>(
                score, new LowResourceDetails(List.of(new LowResourceDetails.Cell("topic", "accuracy", 32, score))));
    }

    @Test
    void theNoteAboutMiniLmIsNotShownForAnotherEncoder() {
        Results.Run run = QUICK.run();
        Map<String, Object> settings = new LinkedHashMap<>(run.settings());
        settings.put("encoder", "mine 0123456789abcdef");
        Results.Run other = new Results.Run(
                run.suite(), "mine", run.preset(), run.split(), run.seeds(), run.environment(), settings);
        Document page =
                Jsoup.parse(html(new Results(other, QUICK.costs(), QUICK.tasks(), List.of(), QUICK.protocols())));

        assertThat(page.select("#about").text()).doesNotContain("MiniLM").contains("mine 0123456789abcdef");
    }

    @Test
    void theLimitsOfTheNumbersAreStated() {
        assertThat(quick.select("header").text()).contains("claims no replication of the paper's numbers");
        assertThat(quick.select("#about").text())
                .contains("SNLI, MultiNLI and QQP")
                .contains("arXiv:2204.07689");
        assertThat(quick.select("#about tbody th").eachText())
                .contains("jdk", "commit")
                .containsAll(QUICK.run().settings().keySet());
    }

    @Test
    void writingMakesTheFolder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new").resolve("report.html");
        write(QUICK, file);
        assertThat(Files.readString(file)).isEqualTo(html(QUICK)).startsWith("<!DOCTYPE html>");
    }
}
