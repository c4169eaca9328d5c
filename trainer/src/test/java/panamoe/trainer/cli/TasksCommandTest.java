package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;
import panamoe.trainer.tasks.files.ManifestSuite;

class TasksCommandTest {

    @Test
    void tableNamesRolesSizesAndBaselines() {
        StringWriter text = new StringWriter();
        Suite suite = small();
        TasksCommand.print(suite, suite.tasks().newWithAll(suite.unrelated()), new PrintWriter(text, true));

        assertThat(text.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "task family role kind labels train dev test baseline",
                        "near f low-resource+unseen single 2 1 1 3 0.667",
                        "far f - single 2 1 1 3 0.667",
                        "other f - single 2 1 1 3 0.667",
                        "noise f unrelated single 2 1 1 3 0.667",
                        "Unseen near: related task far, unrelated task other.");
    }

    private static Suite small() {
        return new ManifestSuite(
                "small",
                "0",
                Lists.immutable.with("near", "far", "other").collect(TasksCommandTest::data),
                Lists.immutable.with(data("noise")),
                Lists.immutable.with("near"),
                Lists.immutable.with(new UnseenTarget("near", "far", "other")));
    }

    private static TaskData data(String name) {
        Task task = new Task(name, "f", Lists.immutable.with("no", "yes"), false, "Yes or no?");
        Example yes = new Example("a", null, 1);
        Example no = new Example("b", null, 0);
        return new TaskData(
                task, Lists.immutable.with(yes), Lists.immutable.with(no), Lists.immutable.with(yes, yes, no));
    }
}
