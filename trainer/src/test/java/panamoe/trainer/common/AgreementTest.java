package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.tensor.parallel.ThreadProcesses;

class AgreementTest {

    /** The causes by rank; "none" for a process that failed because another one did. */
    private static List<String> failures(Function<ProcessGroup, Agreement.Work<Integer>> work) {
        return ThreadProcesses.run(3, group -> {
            try {
                return "result " + Agreement.all(group, work.apply(group));
            } catch (Agreement.Failed e) {
                @Nullable Throwable cause = e.getCause();
                return cause == null ? "none" : cause.getMessage();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void eachProcessGetsItsResult() {
        assertThat(failures(group -> () -> group.rank() * 10)).containsExactly("result 0", "result 10", "result 20");
    }

    @Test
    void aFailureOfOneIsTheFailureOfAll() {
        assertThat(failures(group -> () -> {
                    if (group.rank() == 1) {
                        throw new IOException("no such file");
                    }
                    return 0;
                }))
                .containsExactly("none", "no such file", "none");
    }

    @Test
    void theFirstOfSeveralFailuresIsSaid() {
        assertThat(failures(group -> () -> {
                    throw new UserError("wrong in " + group.rank());
                }))
                .containsExactly("wrong in 0", "none", "none");
    }

    @Test
    void aSingleProcessFailsAsUsual() {
        assertThatThrownBy(() -> Agreement.all(ProcessGroup.single(), () -> {
                    throw new IOException("no such file");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
    }

    @Test
    void otherTextsAreRefusedWithTheLineThatDiffers() {
        List<String> refusals = ThreadProcesses.run(2, group -> {
            try {
                Agreement.same(group, "settings", "seed: 1\nsteps: " + group.rank() + "\n");
                return "accepted";
            } catch (Agreement.Failed e) {
                return String.valueOf(e.getCause());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(refusals.getFirst()).contains("process 1 has other settings than process 0", "steps: 1", "steps: 0");
        assertThat(refusals.getLast()).isEqualTo("null");
    }
}
