package panamoe.trainer.cli;

import java.io.PrintWriter;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.common.Plural;
import panamoe.trainer.tasks.SharedTexts;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;

/** Prints how many test and dev examples share texts with the training examples: a line for each such task. */
final class SharedLines {

    private SharedLines() {}

    static void print(ImmutableList<TaskData> tasks, PrintWriter out) {
        MutableList<String> lines = Lists.mutable.empty();
        for (TaskData data : tasks) {
            ImmutableList<String> parts = Lists.immutable
                    .with(Split.TEST, Split.DEV)
                    .collect(split -> line(
                            split,
                            SharedTexts.of(data.train(), data.examples(split)),
                            data.task().pair()))
                    .reject(String::isEmpty);
            if (parts.notEmpty()) {
                lines.add("  " + data.task().name() + ": " + parts.makeString("; "));
            }
        }
        if (lines.notEmpty()) {
            out.printf("%nTexts shared with the training examples, ignoring case and punctuation:%n");
            lines.forEach(out::println);
        }
    }

    private static String line(Split split, SharedTexts shared, boolean pair) {
        if (shared.any() == 0) {
            return "";
        }
        String examples = shared.any() + " of " + Plural.of(shared.examples(), split + " example");
        return pair ? examples + " share a text, " + shared.whole() + " share both" : examples + " share their text";
    }
}
