package panamoe.trainer.product.lines;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.NotFinite;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.lines.InputLines.Question;
import panamoe.trainer.product.lines.LineParser.Row;

/**
 * Answers lines in their order, a blank line with a blank line. Lines that are available are answered together. Whenever the input
 * pauses, all lines that were read are answered, and the answers are flushed.
 */
public final class PredictionStream {

    private static final int LINES_AT_ONCE = 64;

    private static final String TWO =
            "two; in text a tab separates them, in tsv and jsonl the second is in column pair or that of --pair-column";

    private final MultiTaskClassifier model;
    private final @Nullable KeptTask only;
    private final AnswerFormat format;
    private final Writer out;
    private final Consumer<String> notes;
    private final ArityTasks single;
    private final ArityTasks pair;

    /** The tasks that take one text, or those that take two. */
    private static final class ArityTasks {
        private final ImmutableList<KeptTask> fitting;
        private final ImmutableList<KeptTask> others;
        private boolean told;

        ArityTasks(ImmutableList<KeptTask> tasks, boolean pair) {
            fitting = tasks.select(task -> task.kind().isPair() == pair);
            others = tasks.reject(task -> task.kind().isPair() == pair);
        }
    }

    /**
     * Prepares the stream.
     *
     * @param only the task to answer; null to answer each line in all tasks that take its number of texts
     * @param notes gets one line for each number of texts that some tasks do not take
     */
    public PredictionStream(
            MultiTaskClassifier model,
            @Nullable KeptTask only,
            AnswerFormat format,
            Writer out,
            Consumer<String> notes) {
        this.model = model;
        this.only = only;
        this.format = format;
        this.out = out;
        this.notes = notes;
        ImmutableList<KeptTask> tasks = only == null ? model.tasks() : Lists.immutable.with(only);
        this.single = new ArityTasks(tasks, false);
        this.pair = new ArityTasks(tasks, true);
    }

    /**
     * Answers all lines.
     *
     * @throws UserError if a line does not fit the format or the task; the lines before it are answered
     * @throws NotFinite if an output of the model is not finite; the lines before it are answered
     * @throws IOException if an answer cannot be written
     */
    public void run(InputLines in) throws IOException {
        boolean more = true;
        while (more) {
            List<Question> questions = new ArrayList<>();
            UserError refused = null;
            try {
                more = read(in, questions);
            } catch (UserError e) {
                refused = e;
            }
            answer(questions);
            out.flush();
            if (refused != null) {
                throw refused;
            }
        }
    }

    /** Reads the lines that are available, at least one; false at the end. */
    private boolean read(InputLines in, List<Question> questions) {
        do {
            Question question = in.next();
            if (question == null) {
                return false;
            }
            requireFits(question);
            questions.add(question);
        } while (questions.size() < LINES_AT_ONCE && in.isReady());
        return true;
    }

    private void requireFits(Question question) {
        if (question.row() == null) {
            return;
        }
        TextInput input = question.row().input();
        boolean two = input.pair() != null;
        ArityTasks tasks = of(input);
        if (tasks.fitting.isEmpty()) {
            String texts = two ? "two texts" : "one text";
            throw question.line()
                    .refuse(texts + ": "
                            + (only == null
                                    ? "the model has no task of " + texts
                                    : "task " + only.name() + " asks for " + (two ? "one" : TWO)));
        }
        if (tasks.others.notEmpty() && !tasks.told) {
            tasks.told = true;
            notes.accept("lines of " + (two ? "two texts" : "one text") + " are not answered by "
                    + tasks.others.collect(KeptTask::name).makeString() + ": expected "
                    + (two ? "one text" : "two texts"));
        }
    }

    private ArityTasks of(TextInput input) {
        return input.pair() == null ? single : pair;
    }

    private void answer(List<Question> questions) throws IOException {
        try {
            answerTogether(questions);
        } catch (NotFinite e) {
            if (questions.size() == 1) {
                throw e;
            }
            for (Question question : questions) {
                answerTogether(List.of(question));
            }
        }
    }

    /** Answers lines together. Nothing is written before all are answered. */
    private void answerTogether(List<Question> questions) throws IOException {
        Map<ArityTasks, Map<KeptTask, Iterator<Prediction>>> answers = new LinkedHashMap<>();
        for (ArityTasks tasks : List.of(single, pair)) {
            List<TextInput> inputs = questions.stream()
                    .map(Question::row)
                    .filter(row -> row != null)
                    .map(Row::input)
                    .filter(input -> of(input) == tasks)
                    .toList();
            answers.put(tasks, predict(tasks, inputs));
        }
        for (Question question : questions) {
            Row row = question.row();
            if (row == null) {
                out.write("\n");
                continue;
            }
            for (Map.Entry<KeptTask, Iterator<Prediction>> each :
                    Lookup.in(answers, of(row.input())).entrySet()) {
                out.write(format.line(
                        each.getKey(), row.id(), row.input(), each.getValue().next()));
                out.write("\n");
            }
        }
    }

    private Map<KeptTask, Iterator<Prediction>> predict(ArityTasks tasks, List<TextInput> inputs) {
        Map<KeptTask, Iterator<Prediction>> answers = new LinkedHashMap<>();
        if (!inputs.isEmpty()) {
            model.predictInputs(tasks.fitting.collect(KeptTask::name).castToList(), inputs)
                    .forEach((task, predictions) -> answers.put(model.task(task), predictions.iterator()));
        }
        return answers;
    }
}
