package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.events.ReadEvents;
import panamoe.trainer.product.events.ReadEvents.Scalar;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.TaskSlots;

/** The events of a training have the values of its other files, whether or not it was interrupted. */
class TrainingEventsTest {

    private static final int STEPS = 12;

    /** Measured after steps 4, 8 and 12. */
    private static final TrainSettings SETTINGS = TrainSettings.read(SettingsTree.ofOptions(
                            Map.of("data", "tiny", "backend", "scalar", "steps", STEPS, "evaluations", 3))
                    .over(TrainSettings.defaults()))
            .with(Map.of(
                    "model",
                    Map.of(
                            "first-layer", 0,
                            "last-layer", 1,
                            "max-tokens", 12,
                            "moe", Map.of("layers", List.of(0, 1), "experts", 4)),
                    "training",
                    Map.of("batch-size", 8)));

    @TempDir
    Path temporary;

    private interface Use {
        void of(ModelTraining training) throws IOException;
    }

    private Path part(String name) {
        return temporary.resolve(name + ".part");
    }

    private void train(String name, boolean resume, Use use) throws IOException {
        List<TaskData> tasks = new TinyWorld.TinySuite().tasks().castToList().subList(0, 2);
        try (Backend backend = Backends.create("scalar", 1);
                TrainingFolder folder = TrainingFolder.open(temporary.resolve(name), SETTINGS, resume)) {
            use.of(ModelTraining.open(
                    SETTINGS,
                    new TaskSlots(Lists.immutable.ofAll(tasks)),
                    TinyWorld.pretrained(),
                    backend,
                    folder,
                    Phases.NONE));
        }
    }

    /** Ends a session after a number of its own steps. */
    private static TrainingListener until(int steps, RuntimeException end) {
        AtomicInteger begun = new AtomicInteger();
        return () -> {
            if (begun.getAndIncrement() == steps) {
                throw end;
            }
        };
    }

    private List<Scalar> whole() throws IOException {
        train("whole", false, training -> training.run(() -> {}));
        return ReadEvents.scalars(part("whole").resolve("events"));
    }

    private static List<Scalar> of(List<Scalar> all, String prefix) {
        return all.stream().filter(each -> each.tag().startsWith(prefix)).toList();
    }

    @Test
    void lossesAreThoseOfTheirFile() throws IOException {
        List<Scalar> expected = new ArrayList<>();
        List<Scalar> all = whole();
        for (String line : Files.readAllLines(part("whole").resolve("losses.csv"))) {
            if (!line.startsWith("step")) {
                String[] cells = line.split(",");
                expected.add(new Scalar("loss/" + cells[1], Long.parseLong(cells[0]), Float.parseFloat(cells[2])));
            }
        }
        assertThat(expected).hasSizeGreaterThanOrEqualTo(STEPS);
        assertThat(of(all, "loss/")).isEqualTo(expected);
    }

    /** The warm-up is the first tenth of twelve steps, rounded up to two. Then the factor falls, and would be 0 after the last step. */
    @Test
    void theRateRisesAndFalls() throws IOException {
        List<Scalar> factors = of(whole(), "learning-rate/factor");
        assertThat(factors).extracting(Scalar::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
        assertThat(factors.get(0).value()).isEqualTo(0.5f);
        assertThat(factors.get(1).value()).isEqualTo(1f);
        assertThat(factors.get(11).value()).isEqualTo(0.1f);
    }

    @Test
    void measurementsAreThoseOfTheirFile() throws IOException {
        List<Scalar> all = whole();
        List<Scalar> scores = new ArrayList<>();
        List<Scalar> specialisations = new ArrayList<>();
        train(
                "whole",
                true,
                training -> training.finish(Map.of(), (model, into) -> {
                    for (DevEvaluation evaluation : model.evaluations()) {
                        evaluation
                                .metrics()
                                .forEach((task, metrics) -> metrics.forEach((metric, value) -> scores.add(new Scalar(
                                        "dev/" + task + "/" + metric, evaluation.step(), value.floatValue()))));
                        scores.add(new Scalar("dev/mean", evaluation.step(), (float) evaluation.mean()));
                        evaluation
                                .routing()
                                .forEach(layer -> specialisations.add(new Scalar(
                                        "routing/layer-" + layer.layer() + "/specialisation", evaluation.step(), (float)
                                                layer.summary().specialisation())));
                    }
                }));
        assertThat(scores).hasSizeGreaterThanOrEqualTo(3 * 3);
        assertThat(of(all, "dev/")).isEqualTo(scores.stream().distinct().toList());
        assertThat(all).containsAll(specialisations);
        assertThat(of(all, "routing/")).hasSize(3 * 2 * 4).allMatch(each -> each.value() >= 0);
        assertThat(temporary.resolve("whole").resolve("events")).isNotEmptyDirectory();
    }

    @Test
    void aStoppedTrainingHasTheSameEvents() throws IOException {
        train(
                "stopped",
                false,
                training -> assertThatExceptionOfType(Progress.Stopped.class)
                        .isThrownBy(() -> training.run(until(6, new Progress.Stopped()))));
        assertThat(of(ReadEvents.scalars(part("stopped").resolve("events")), "loss/"))
                .extracting(Scalar::step)
                .endsWith(6L);
        train("stopped", true, training -> training.run(() -> {}));
        assertThat(ReadEvents.files(part("stopped").resolve("events"))).hasSize(2);
        assertThat(ReadEvents.scalars(part("stopped").resolve("events"))).containsExactlyInAnyOrderElementsOf(whole());
    }

    /** The events of steps 1 to 4 were kept with the state after step 4; those of steps 5 to 7 are done again. */
    @Test
    void aKilledTrainingHasTheSameEvents() throws IOException {
        train(
                "killed",
                false,
                training -> assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> training.run(until(7, new IllegalStateException("killed")))));
        assertThat(of(ReadEvents.scalars(part("killed").resolve("events")), "loss/"))
                .extracting(Scalar::step)
                .endsWith(4L);
        train("killed", true, training -> training.run(() -> {}));
        assertThat(ReadEvents.scalars(part("killed").resolve("events"))).containsExactlyInAnyOrderElementsOf(whole());
    }

    /** The process was killed between writing the events and the state of step 8, so the state is that of step 4. */
    @Test
    void eventsAfterTheStateAreDoneAgain() throws IOException {
        Path state = part("late").resolve("state.safetensors");
        Path before = temporary.resolve("state");
        train(
                "late",
                false,
                training -> assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> training.run(until(5, new IllegalStateException("killed")))));
        Files.copy(state, before);
        train(
                "late",
                true,
                training -> assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> training.run(until(5, new IllegalStateException("killed")))));
        Files.copy(before, state, StandardCopyOption.REPLACE_EXISTING);
        assertThat(of(ReadEvents.scalars(part("late").resolve("events")), "dev/mean"))
                .extracting(Scalar::step)
                .containsExactly(4L, 8L);
        train("late", true, training -> training.run(() -> {}));
        assertThat(ReadEvents.scalars(part("late").resolve("events"))).containsExactlyInAnyOrderElementsOf(whole());
    }

    @Test
    void aFinishedTrainingWritesNoMoreEvents() throws IOException {
        List<Scalar> all = whole();
        train("whole", true, training -> training.run(() -> {}));
        assertThat(ReadEvents.files(part("whole").resolve("events"))).hasSize(1);
        assertThat(ReadEvents.scalars(part("whole").resolve("events"))).isEqualTo(all);
    }
}
