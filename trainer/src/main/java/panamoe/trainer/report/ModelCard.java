package panamoe.trainer.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.SettingsYaml;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.Split;

/**
 * Writes the model card, {@code README.md} in a model's folder: architecture, tasks, scores, use, training and limits.
 *
 * @see <a href="https://huggingface.co/docs/hub/model-cards">Model cards, Hugging Face: the source of the keys of the front matter</a>
 */
public final class ModelCard {

    /** The name of the file. */
    public static final String FILE = "README.md";

    /** The most labels of a task that are listed. Longer lists are cut; {@code tasks.json} has all labels. */
    private static final int MOST_LABELS = 12;

    private final String name;
    private final ModelConfig config;
    private final List<KeptTask> tasks;
    private final ModelCost cost;
    private final Course course;

    /**
     * The training history of a model.
     *
     * @param note sentences about the scores, each with a space before it
     * @param training the section about training, as Markdown
     */
    private record Course(String note, String training) {}

    private ModelCard(String name, KeptModel model, ModelCost cost, Course course) {
        this.name = name;
        this.config = model.config();
        this.tasks = model.tasks();
        this.cost = cost;
        this.course = course;
    }

    /** Writes the card into a folder. A reader sees the old card or the new card, never a part of one. */
    public static void write(TrainedModel model, Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE), text(model));
    }

    /** The card of a newly trained model. */
    public static String text(TrainedModel model) {
        return new ModelCard(model.name(), model.kept(), model.cost(), course(model)).text();
    }

    /** The card of a model that was made from another one. Its training section is the history. */
    public static String text(String name, KeptModel model) {
        ModelConfig config = model.config();
        ModelCost cost =
                ModelCost.of(model.network(), config.method(), config.model().moe());
        return new ModelCard(name, model, cost, course(config)).text();
    }

    private String text() {
        return """
                ---
                %s---

                # %s

                %s

                ## Tasks

                %s
                ## Scores

                %s
                %s

                ## Use

                %s
                ## Training

                %s

                ## Limits

                %s
                """.formatted(
                        frontMatter(),
                        Markdown.text(name),
                        introduction(),
                        taskTable(),
                        scoreTable(),
                        scoreNote(),
                        new ModelUse(tasks.getFirst()).text(),
                        course.training(),
                        limits());
    }

    private String frontMatter() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("library_name", "panamoe");
        if (isMiniLm()) {
            keys.put("base_model", "sentence-transformers/" + MiniLm.NAME);
        }
        List<String> tags = new ArrayList<>(List.of("text-classification", "multi-task-learning"));
        if (config.hasExperts()) {
            tags.add("mixture-of-experts");
        }
        keys.put("tags", tags);
        keys.put(
                "metrics",
                tasks.stream()
                        .flatMap(task -> task.metrics().stream())
                        .map(metric -> hubName(Metric.named(metric)))
                        .distinct()
                        .toList());
        return SettingsYaml.mapper().build().writeValueAsString(keys);
    }

    /** The name of a metric on the Hugging Face Hub. */
    private static String hubName(Metric metric) {
        return switch (metric) {
            case ACCURACY -> "accuracy";
            case F1, MACRO_F1 -> "f1";
            case MATTHEWS -> "matthews_correlation";
            case PEARSON -> "pearsonr";
            case SPEARMAN -> "spearmanr";
        };
    }

    private boolean isMiniLm() {
        return config.encoderName().equals(MiniLm.NAME);
    }

    private String introduction() {
        String answers = tasks.size() == 1 ? "one task" : tasks.size() + " tasks, with a head for each";
        String experts = config.hasExperts()
                ? " The feed-forward blocks of layers %s are mixtures of experts: %s."
                        .formatted(Numbers.list(config.sparseLayers()), ExpertCounts.text(config))
                : "";
        return ("A text encoder for %s, trained with the method `%s`. It was initialised from %s. The layers %d to"
                        + " %d (counted from 0) were trained, and the layers below were frozen.%s It has %s trained parameters; a token"
                        + " of one task uses %s of them.")
                .formatted(
                        answers,
                        config.method().name(),
                        Markdown.text(config.encoderName()),
                        config.model().firstLayer(),
                        config.model().lastLayer(),
                        experts,
                        Numbers.millions(cost.parameters()),
                        Numbers.millions(cost.activeParameters()));
    }

    private String taskTable() {
        return Markdown.table(
                List.of("Task", "Question", "Input", "Answer", "Train", "Dev", "Test"),
                tasks.stream().map(ModelCard::taskRow).toList());
    }

    private static List<String> taskRow(KeptTask task) {
        return List.of(
                code(task.name()),
                Markdown.text(task.description()),
                task.kind().isPair() ? "two texts" : "a text",
                answer(task),
                examples(task, Split.TRAIN),
                examples(task, Split.DEV),
                examples(task, Split.TEST));
    }

    private static String examples(KeptTask task, Split split) {
        Integer count = task.examples().get(split.toString());
        return count == null ? Numbers.MISSING : count.toString();
    }

    private static String answer(KeptTask task) {
        if (!task.range().isEmpty()) {
            return "a score from " + task.range().getFirst() + " to "
                    + task.range().getLast();
        }
        int labels = task.labels().size();
        int shown = labels <= MOST_LABELS ? labels : MOST_LABELS - 2;
        String names = String.join(
                ", ",
                task.labels().subList(0, shown).stream().map(Markdown::text).toList());
        return shown == labels ? names : names + " and " + (labels - shown) + " more, in `tasks.json`";
    }

    private String scoreTable() {
        List<List<String>> rows = new ArrayList<>();
        for (KeptTask task : tasks) {
            for (String metric : task.metrics()) {
                boolean main = metric.equals(task.metrics().getFirst());
                rows.add(List.of(
                        code(task.name()),
                        metric,
                        score(task, Split.DEV, metric),
                        score(task, Split.TEST, metric),
                        main ? majority(task) : "",
                        main && task.isMeasured(Split.TEST) ? Numbers.LEVEL.of(task.linearProbe(Split.TEST)) : "",
                        main && task.isMeasured(Split.TEST) && !task.isAboveMajority(Split.TEST)
                                ? "**not above majority**"
                                : ""));
            }
        }
        return Markdown.table(List.of("Task", "Metric", "Dev", "Test", "Majority", "Linear probe", ""), rows);
    }

    private static String score(KeptTask task, Split split, String metric) {
        return Numbers.LEVEL.of(
                task.scores().getOrDefault(split.toString(), Map.of()).get(metric));
    }

    private static String majority(KeptTask task) {
        if (!task.isMeasured(Split.TEST)) {
            return Numbers.LEVEL.of(null);
        }
        return Numbers.LEVEL.of(task.majority(Split.TEST)) + " ± " + Numbers.LEVEL.of(task.majorityMargin(Split.TEST));
    }

    private String scoreNote() {
        String probe =
                tasks.stream().anyMatch(task -> task.isMeasured(Split.TEST) && task.linearProbe(Split.TEST) != null)
                        ? " Linear probe: a linear classifier per task on the pretrained encoder."
                        : " Linear probe: not measured.";
        return "Majority and linear probe are measured on test, in the task's first metric. Majority: the best score without"
                + " reading the texts, by always the same answer or by random labels, ± two standard errors on the test"
                + " examples. A test score that does not exceed majority by more than this is marked." + probe
                + course.note();
    }

    private static Course course(TrainedModel model) {
        String chosen = model.isBest()
                ? " The kept step was chosen by the scores on dev, so these may be a little too high. The scores on test had"
                        + " no part in the choice."
                : " The kept step was not chosen by a score.";
        String kept = model.isBest()
                ? "the step with the highest mean score on dev"
                : "the last step; the mean score on dev was highest at step "
                        + model.best().step();
        String training = """
                - Kept from step %d of %d, %s.
                - Data: %s. Seed: %d. Backend: %s.
                - Program: %s.
                - Every setting: `settings.yaml`. Losses and measurements: `losses.csv`, `evaluations.jsonl`, and for \
                TensorBoard `events`%s.""".formatted(
                        model.bestStep(),
                        model.steps(),
                        kept,
                        Markdown.text(model.settings().data()),
                        model.settings().seed(),
                        Markdown.text(model.settings().backend()),
                        Markdown.text(model.kept().config().program()),
                        model.isBest() ? "" : ", in the parent folder");
        return new Course(
                chosen
                        + " The model was trained once, so the variation of the scores over seeds is not known. Curves, labels and"
                        + " routing: `report.html`.",
                training);
    }

    private static Course course(ModelConfig config) {
        StringBuilder history = new StringBuilder();
        for (HistoryEntry entry : config.history()) {
            String learned = entry.steps() == 0
                    ? entry.threshold()
                            .map(threshold -> "; threshold " + threshold)
                            .orElse("")
                    : "; data %s, %,d steps, seed %d"
                            .formatted(Markdown.text(entry.data()), entry.steps(), entry.seed());
            history.append("- %s: %s%s, by %s.%n"
                    .formatted(
                            entry.event(), String.join(", ", entry.tasks()), learned, Markdown.text(entry.program())));
        }
        boolean pruned = config.history().getLast().event() == HistoryEntry.Event.PRUNED;
        return new Course(
                pruned
                        ? " The scores were measured after the model was pruned, or before if pruning did not change the predictions."
                                + " Missing scores were not measured."
                        : " The scores of a task were measured when it was learned, or at the last pruning after that.",
                history + "- Settings of the first training: `settings.yaml`.");
    }

    private String limits() {
        String encoder = isMiniLm() ? """
                - The encoder was trained on English. Its licence is Apache-2.0. Its model card lists SNLI, MultiNLI and QQP \
                among its training data, so scores on inference and paraphrase tasks may be higher than on unseen data. The \
                data of the tasks has separate licences.
                """ : """
                - The encoder and the data of the tasks have separate licences. The encoder may have been trained on texts of the \
                tasks; see its model card for its training data.
                """;
        return encoder + """
                - %s
                - The input is cut after %d tokens. The two texts of a pair count together.
                - The model gives one of a task's labels to every text, even if none of them fits.
                - The scores are from test examples of the same data. The model was not tested on texts from other sources, on other \
                languages, on adversarial texts, or for differences between groups of people.""".formatted(textNormalization(), config.model().maxTokens());
    }

    private String textNormalization() {
        ModelConfig.TokenizerSettings tokenizer = config.tokenizer();
        String cases = tokenizer.doLowerCase()
                ? "The tokenizer ignores case"
                : "The tokenizer distinguishes upper and lower case";
        return cases + (tokenizer.stripAccents() ? " and removes accents." : " and keeps accents.");
    }

    private static String code(String name) {
        return "`" + name + "`";
    }
}
