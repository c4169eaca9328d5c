package panamoe.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a profile as TornadoVM 5.2 writes it: a plan that ran once, a plan with two graphs that ran three times, and reads between. */
class DeviceProfileTest {

    private static final String ONCE = """
            {
                "plan0_0": {
                    "TOTAL_COPY_IN_SIZE_BYTES": "999",
                    "plan0_0.t0_gelu": {"TASK_KERNEL_TIME": "99000000"},
                    "plan0_0.t1_gelu": {"TASK_KERNEL_TIME": "99000000"}
                }
            }
            """;

    private static final String STEP = """
            {
                "plan1_0": {
                    "COPY_IN_TIME": "500000",
                    "TOTAL_COPY_IN_SIZE_BYTES": "4096",
                    "plan1_0.t0_gelu": {"METHOD": "Gelu.gelu", "TASK_KERNEL_TIME": "%1$d000000"}, \s
                    "plan1_0.t1_layerNorm": {"TASK_KERNEL_TIME": "4000000"}
                }
            }

            {
                "plan1_1": {
                    "COPY_IN_TIME": "250000",
                    "plan1_1.t2_gelu": {"TASK_KERNEL_TIME": "1000000"}
                }
            }

            {
                "plan1_1": {
                    "COPY_OUT_TIME_SYNC": "560",
                    "COPY_OUT_SIZE_BYTES_SYNC": "20",
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("profile.json"), text);
    }

    @Test
    void timesAreMeansOfTheLastSteps() throws IOException {
        Path file = file(ONCE + STEP.formatted(50) + STEP.formatted(2) + STEP.formatted(4));

        DeviceProfile profile = DeviceProfile.read(file, 2);

        assertThat(profile.graphs()).isEqualTo(2);
        assertThat(profile.launches()).isEqualTo(3);
        assertThat(profile.copyInMs()).isCloseTo(0.75, within(1e-9));
        assertThat(profile.copyInBytes()).isEqualTo(4096);
        // (2 + 1 + 4 + 1) / 2 and 4
        assertThat(profile.kernels())
                .containsExactlyInAnyOrder(
                        new DeviceProfile.KernelTime("gelu", 2, 4), new DeviceProfile.KernelTime("layerNorm", 1, 4));
        assertThat(profile.kernelMs()).isCloseTo(8, within(1e-9));
    }

    @Test
    void tooFewStepsAreRefused() throws IOException {
        Path file = file(STEP.formatted(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceProfile.read(file, 2))
                .withMessage(file + " has 1 executions of a step: expected 2");
    }

    @Test
    void aProfileWithoutTasksIsRefused() throws IOException {
        Path file = file("{\"plan1_1\": {\"COPY_OUT_TIME_SYNC\": \"560\",}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceProfile.read(file, 1))
                .withMessage(file + " has no task: expected a profile");
    }
}
