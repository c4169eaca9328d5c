package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class TaskDataTest {

    private static final Task TONE = task("tone", "mood", Lists.immutable.of("sad", "glad"));

    @Test
    void majorityIsChosenOnTrainAndScoredOnTheSplit() {
        TaskData data = new TaskData(TONE, examples(0, 1, 1), examples(0, 0, 0, 1), examples(1));

        assertThat(data.labelCounts(Split.TRAIN)).containsExactly(1, 2);
        assertThat(data.majorityBaseline(Split.TRAIN)).isEqualTo(2 / 3.0);
        assertThat(data.majorityBaseline(Split.DEV)).isEqualTo(0.25);
        assertThat(data.majorityBaseline(Split.TEST)).isEqualTo(1);
    }

    @Test
    void aTieOfTheMajorityGoesToTheFirstLabel() {
        assertThat(new TaskData(TONE, examples(1, 0), examples(0, 0, 1), examples(1)).majorityBaseline(Split.DEV))
                .isEqualTo(2 / 3.0);
    }

    @Test
    void examplesMustFitTheTask() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskData(TONE, examples(0, 2), examples(0), examples(0)))
                .withMessage("label 2 of \"text 1\" in train of task tone: expected below 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskData(TONE, examples(0), examples(), examples(0)))
                .withMessage("no dev examples of task tone: expected at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskData(
                        TONE, examples(0), examples(0), Lists.immutable.of(new Example("a text", "another", 0))))
                .withMessage("\"a text\" in test of task tone: expected one text");
    }

    @Test
    void tasksAndExamplesCheckTheirParts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task("Tone", "mood", TONE.labels()))
                .withMessageContaining("task name \"Tone\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task("tone", "mood-", TONE.labels()))
                .withMessageContaining("family of task tone \"mood-\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task("tone", "mood", Lists.immutable.of("sad", "sad")))
                .withMessageContaining("labels sad, sad of task tone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Example(" ", null, 0))
                .withMessageContaining("blank text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Example("text", null, -1))
                .withMessageContaining("label -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnseenTarget("a", "b", "a"))
                .withMessageContaining("three different tasks");
    }

    private static Task task(String name, String family, ImmutableList<String> labels) {
        return new Task(name, family, labels, false, "Sad or glad.");
    }

    private static ImmutableList<Example> examples(int... labels) {
        return Lists.immutable.fromStream(
                IntStream.range(0, labels.length).mapToObj(i -> new Example("text " + i, null, labels[i])));
    }
}
