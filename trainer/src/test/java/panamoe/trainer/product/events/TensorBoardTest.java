package panamoe.trainer.product.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorBoard reads the event files. Needs a Python with TensorBoard, which {@code -Dpanamoe.python} names. */
class TensorBoardTest {

    private static final String PYTHON = System.getProperty("panamoe.python", "python3");

    /** The module that scripts use to read event files. */
    private static final String SCRIPTS = "event_accumulator";

    /** The module of {@code tensorboard --load_fast=false}. The default loader is a program without a Python interface. */
    private static final String SERVER = "plugin_event_accumulator";

    private static final String FIND = "import sys, importlib.util as u; sys.exit(u.find_spec('tensorboard') is None)";

    /** Prints a line for each scalar and text: plugin, tag, step, value. */
    private static final String READ = """
            import importlib, sys
            from tensorboard.util.tensor_util import make_ndarray
            loader = importlib.import_module('tensorboard.backend.event_processing.' + sys.argv[1])
            events = loader.EventAccumulator(sys.argv[2]).Reload()
            for tag in events.Tags().get('scalars', []):
                for event in events.Scalars(tag):
                    print('scalars', tag, event.step, event.value)
            for tag in events.Tags()['tensors']:
                plugin = events.SummaryMetadata(tag).plugin_data.plugin_name
                for event in events.Tensors(tag):
                    value = make_ndarray(event.tensor_proto).item()
                    print(plugin, tag, event.step, value.decode() if plugin == 'text' else value)
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void needsTensorBoard() throws Exception {
        assumeTrue(hasTensorBoard(), PYTHON + " has no tensorboard: name a Python that has it with -Dpanamoe.python");
    }

    @ParameterizedTest
    @ValueSource(strings = {SCRIPTS, SERVER})
    void showsScalarsAndTexts(String loader) throws Exception {
        try (EventFile events = EventFile.open(folder, Clock.systemUTC())) {
            events.scalar("train/loss", 0, 2);
            events.scalar("train/loss", 1L << 40, -0.375);
            events.scalar("rate", 7, 0);
            events.text("settings", 0, "größer **als**");
        }
        assertThat(read(loader))
                .containsExactlyInAnyOrder(
                        "scalars train/loss 0 2.0",
                        "scalars train/loss " + (1L << 40) + " -0.375",
                        "scalars rate 7 0.0",
                        "text settings 0 größer **als**");
    }

    /** The first session was killed in the middle of a record; the second one continues with step 5. */
    @ParameterizedTest
    @ValueSource(strings = {SCRIPTS, SERVER})
    void showsAnInterruptedTrainingAsOne(String loader) throws Exception {
        EventFile first = EventFile.open(folder, Clock.systemUTC());
        try (first) {
            for (int step = 1; step <= 10; step++) {
                first.scalar("loss", step, step);
                first.scalar("seldom", step, step);
            }
        }
        cutOff(first.file(), 5);
        try (EventFile second = EventFile.open(folder, Clock.systemUTC())) {
            second.restart(5);
            for (int step = 5; step <= 8; step++) {
                second.scalar("loss", step, 100 + step);
            }
        }
        assertThat(read(loader))
                .containsExactlyInAnyOrder(
                        "scalars loss 1 1.0",
                        "scalars loss 2 2.0",
                        "scalars loss 3 3.0",
                        "scalars loss 4 4.0",
                        "scalars loss 5 105.0",
                        "scalars loss 6 106.0",
                        "scalars loss 7 107.0",
                        "scalars loss 8 108.0",
                        "scalars seldom 1 1.0",
                        "scalars seldom 2 2.0",
                        "scalars seldom 3 3.0",
                        "scalars seldom 4 4.0");
    }

    private static void cutOff(Path file, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    private static boolean hasTensorBoard() throws InterruptedException {
        try {
            return python("-c", FIND).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such Python
        }
    }

    private List<String> read(String loader) throws Exception {
        Process process = python("-c", READ, loader, folder.toString()).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("exit code of %s", PYTHON).isZero();
        return lines;
    }

    private static ProcessBuilder python(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONIOENCODING", "UTF-8");
        return builder;
    }
}
