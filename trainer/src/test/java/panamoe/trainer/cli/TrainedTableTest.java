package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.trainer.learner.Method;
import panamoe.trainer.report.SampleModels;

class TrainedTableTest {

    private static List<String> lines(boolean probed) {
        StringWriter text = new StringWriter();
        TrainedTable.print(
                new PrintWriter(text),
                SampleModels.of(Method.TASK_GATE_MOE, 700, probed, SampleModels.labels("five", 5)),
                Path.of("my-model"));
        return text.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
    }

    @Test
    void theProbeHasAColumnIfItWasMeasured() {
        assertThat(lines(true))
                .contains(
                        "the model of step 700 of 1000, the best on dev; majority and probe are on test",
                        "task metric dev test majority probe")
                .anyMatch(line -> line.matches("five accuracy( \\d\\.\\d{3}){4}"));
        assertThat(lines(false))
                .contains(
                        "the model of step 700 of 1000, the best on dev; majority is on test",
                        "task metric dev test majority")
                .anyMatch(line -> line.matches("five accuracy( \\d\\.\\d{3}){3}"));
    }
}
