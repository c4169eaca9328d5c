package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Safetensors;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.tensor.parallel.ThreadProcesses;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.TinyModel;

/** The folder of a training does not depend on the number of its processes. The oracle is the training of one process. */
class ParallelModelTest {

    /** Weights after 20 steps of Adam, which divides by small roots, on gradients that were summed in another order. */
    private static final double TOLERANCE = 1e-4;

    /**
     * The bias of keys adds the same number to all scores of a query, so its gradient is 0 but for rounding, which Adam scales up to
     * steps of the size of the learning rate, 0.002.
     */
    private static final double TOLERANCE_OF_KEY_BIAS = 2e-3;

    @TempDir
    private Path folder;

    /** Trains until step {@code stop} of the listener of the last process; to the end for a large number. */
    private static boolean train(ProcessGroup group, boolean divides, TrainSettings settings, Path out, int stop) {
        try (Backend backend = Backends.create("scalar", 1);
                TrainingFolder files = group.isFirst()
                        ? TrainingFolder.open(
                                out, settings, Files.exists(out.resolveSibling(out.getFileName() + ".part")))
                        : TrainingFolder.ofOtherProcess(out)) {
            ModelTraining training = ModelTraining.open(
                    settings,
                    TinyModel.SLOTS,
                    TinyWorld.pretrained(),
                    backend,
                    new Parallelism(group, divides),
                    files,
                    Phases.NONE);
            int[] step = {training.steps() - training.stepsLeft()};
            try {
                training.run(() -> {
                    if (step[0]++ == stop && group.rank() == group.size() - 1) {
                        throw new Progress.Stopped();
                    }
                });
            } catch (Progress.Stopped e) {
                return false;
            }
            assertThat(training.finish(Map.of(), (model, into) -> {}).isPresent())
                    .isEqualTo(group.isFirst());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Boolean> trainIn(int processes, boolean divides, TrainSettings settings, Path out, int stop) {
        return processes == 1
                ? List.of(train(ProcessGroup.single(), false, settings, out, stop))
                : ThreadProcesses.run(processes, group -> train(group, divides, settings, out, stop));
    }

    @ParameterizedTest
    @CsvSource({
        "2, true, 1, task-gate-moe",
        "1, false, 2, task-gate-moe",
        "2, true, 4, task-gate-moe",
        "3, false, 2, task-gate-moe",
        "2, true, 4, cgc-moe"
    })
    void aTrainingGoesOnInAnotherNumberOfProcesses(int before, boolean divides, int after, String method)
            throws IOException {
        TrainSettings settings = TinyModel.settings("method: " + method);
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");

        assertThat(trainIn(1, false, settings, one, Integer.MAX_VALUE)).containsOnly(true);
        assertThat(trainIn(before, divides, settings, other, 9)).containsOnly(false);
        assertThat(trainIn(after, after != 3, settings, other, Integer.MAX_VALUE))
                .containsOnly(true);

        assertThat(files(other)).isEqualTo(files(one));
        List<TrainingRecords.Loss> expected = new TrainingRecords(one).losses();
        List<TrainingRecords.Loss> losses = new TrainingRecords(other).losses();
        assertThat(losses).hasSameSizeAs(expected);
        for (int i = 0; i < losses.size(); i++) {
            assertThat(losses.get(i).task()).isEqualTo(expected.get(i).task());
            assertThat(losses.get(i).loss()).isEqualTo(expected.get(i).loss(), within(1e-5));
        }
        Map<String, float[]> weights = weights(one);
        Map<String, float[]> others = weights(other);
        assertThat(others.keySet()).isEqualTo(weights.keySet());
        weights.forEach((name, values) -> assertThat(others.get(name)).as(name).hasSameSizeAs(values));
        weights.forEach((name, values) -> assertThat(difference(others.get(name), values))
                .as(name)
                .isLessThan(name.endsWith(".key.bias") ? TOLERANCE_OF_KEY_BIAS : TOLERANCE));
    }

    private static double difference(float[] values, float[] others) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i] - others[i]))
                .max()
                .orElse(0);
    }

    private static List<String> files(Path model) throws IOException {
        try (var all = Files.list(model)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, float[]> weights(Path model) throws IOException {
        Safetensors file = Safetensors.read(model.resolve("model.safetensors"));
        try (Backend backend = Backends.create("scalar", 1)) {
            return file.entries().keySet().stream().collect(Collectors.toMap(name -> name, name -> {
                try {
                    return backend.readFloats(file.load(name, backend));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }

    @Test
    void aDamagedStateIsRefusedInAllProcesses() throws IOException {
        TrainSettings settings = TinyModel.settings("seed: 1");
        Path out = folder.resolve("damaged");
        assertThat(trainIn(2, false, settings, out, 9)).containsOnly(false);
        Path state = folder.resolve("damaged.part/state.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length - 5] ^= 1;
        Files.write(state, bytes);

        assertThatThrownBy(() -> trainIn(2, false, settings, out, Integer.MAX_VALUE))
                .hasStackTraceContaining("UserError")
                .hasStackTraceContaining("cannot be resumed: state.safetensors is not what was written");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | method: dense-pcgrad | method dense-pcgrad, which compares the gradients of tasks: does not work with 2 processes",
                "false | method: random-gate-moe | method random-gate-moe, whose choices are random numbers",
                "false | 'model: {moe: {selection: {kind: expert-choice, factor: 1.0}}}' | expert choice (model.moe.selection)",
                "false | 'model: {moe: {selection: {capacity-factor: 1.5}}}' | model.moe.selection.capacity-factor",
                "false | 'training: {batch-size: 1}' | training.batch-size 1 with 2 processes",
                "true | method: dense-mtl | --expert-parallel with method dense-mtl, which has no experts",
                "true | 'model: {moe: {experts: 3}}' | --expert-parallel with 3 experts in a layer and 2 processes"
            })
    void whatDoesNotWorkIsRefusedWithItsName(boolean divides, String yaml, String message) {
        TrainSettings settings = TinyModel.settings(yaml);

        List<String> refusals = ThreadProcesses.run(2, group -> {
            try {
                new Parallelism(group, divides).requireFits(settings, TinyModel.SLOTS.count());
                return "accepted";
            } catch (UserError e) {
                return e.getMessage();
            }
        });

        assertThat(refusals).allMatch(refusal -> refusal.startsWith(message), message);
    }

    @Test
    void oneProcessCannotDivideExperts() {
        assertThatThrownBy(() -> new Parallelism(ProcessGroup.single(), true)
                        .requireFits(TinyModel.settings("seed: 1"), TinyModel.SLOTS.count()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("--expert-parallel in one process: expected several");
    }
}
