package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.ScoreTenths;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/**
 * Prints a task: its description, the number of examples of each label in each split, and the first training examples. Regression tasks
 * have tenths of their range in place of labels. Training examples stand in a fixed random order, so the first ones are a sample.
 *
 * @param examples the number of training examples of each task
 * @param width of a line, in characters; longer lines are cut
 */
record ExampleDisplay(int examples, int width) {

    private static final int LEAST_WIDTH = 40;
    private static final int WIDEST_ANSWER = 24;
    private static final int DIGITS = 4;
    private static final String CUT = "...";

    ExampleDisplay {
        width = Math.max(LEAST_WIDTH, width);
    }

    void print(TaskData data, PrintWriter out) {
        Task task = data.task();
        out.println();
        out.println(cut(task.name() + " (" + task.family() + "): " + task.description()));
        printCounts(data, out);
        data.train().take(examples).forEach(example -> printExample(task, example, out));
    }

    private void printCounts(TaskData data, PrintWriter out) {
        ImmutableList<String> answers = answers(data.task());
        String title = data.task().range() == null ? "label" : "score";
        int longest = answers.collectInt(String::length).max();
        int answerWidth = Math.min(WIDEST_ANSWER, Math.max(title.length(), longest));
        String row = "  %-" + answerWidth + "s %7s %7s %7s%n";
        out.printf(row, title, Split.TRAIN, Split.DEV, Split.TEST);
        int[][] counts = new int[Split.values().length][];
        for (Split split : Split.values()) {
            counts[split.ordinal()] = counts(data, split);
        }
        for (int i = 0; i < answers.size(); i++) {
            out.printf(row, cut(answers.get(i), answerWidth), counts[0][i], counts[1][i], counts[2][i]);
        }
    }

    private static ImmutableList<String> answers(Task task) {
        ScoreRange range = task.range();
        if (range == null) {
            return task.labels().collect(ExampleDisplay::oneLine);
        }
        double step = (range.high() - range.low()) / ScoreTenths.COUNT;
        return Lists.immutable
                .fromStream(IntStream.range(0, ScoreTenths.COUNT).boxed())
                .collect(i -> number(range.low() + i * step) + " to " + number(range.low() + (i + 1) * step));
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static int[] counts(TaskData data, Split split) {
        ScoreRange range = data.task().range();
        if (range == null) {
            return data.labelCounts(split);
        }
        int[] counts = new int[ScoreTenths.COUNT];
        data.examples(split).forEach(example -> counts[ScoreTenths.of(range, example.score())]++);
        return counts;
    }

    private void printExample(Task task, Example example, PrintWriter out) {
        String answer = task.range() == null ? task.labels().get(example.label()) : String.valueOf(example.score());
        out.println(cut("  [" + oneLine(answer) + "] " + oneLine(example.text())));
        if (example.pair() != null) {
            out.println(cut("      " + oneLine(example.pair())));
        }
    }

    /** The text with a space in place of line breaks and control characters, which would garble the terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029\\s]+", " ");
    }

    private String cut(String line) {
        return cut(line, width);
    }

    private static String cut(String line, int width) {
        if (line.codePointCount(0, line.length()) <= width) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, width - CUT.length())) + CUT;
    }
}
