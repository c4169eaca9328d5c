package panamoe.trainer.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;

class MultiTaskClassifierTest {

    @TempDir
    private static Path temporary;

    private static Backend backend;
    private static Path folder;
    private static MultiTaskClassifier model;

    @BeforeAll
    static void load() throws Exception {
        backend = Backends.create("scalar", 1);
        folder = TinyModel.train(TinyModel.settings("{steps: 60}"), backend, temporary.resolve("model"))
                .folder();
        model = MultiTaskClassifier.load(folder, backend);
    }

    @AfterAll
    static void close() {
        model.close();
        backend.close();
    }

    private static List<String> texts(int slot) {
        return TinyModel.SLOTS
                .get(slot)
                .examples(Split.TEST)
                .collect(Example::text)
                .castToList();
    }

    /** The scores in the folder were measured by the training, with other code. */
    @Test
    void theAnswersHaveTheScoresOfTheTraining() {
        for (KeptTask task : model.tasks()) {
            List<Prediction> answers = model.predict(task.name(), texts(task.slot()));
            List<Example> examples =
                    TinyModel.SLOTS.get(task.slot()).examples(Split.TEST).castToList();
            int right = 0;
            for (int i = 0; i < examples.size(); i++) {
                Prediction.Label answer = (Prediction.Label) answers.get(i);
                right += answer.label().equals(task.labels().get(examples.get(i).label())) ? 1 : 0;
            }
            assertThat(right / (double) examples.size())
                    .as(task.name())
                    .isEqualTo(task.scores().get("test").get("accuracy"));
        }
    }

    @Test
    void labelsAreRankedByProbabilitiesThatSumToOne() {
        Prediction.Label answer =
                (Prediction.Label) model.predict("seen-b", List.of("3 1 4")).getFirst();

        assertThat(answer.candidates().collect(Prediction.Candidate::label).castToList())
                .containsExactlyInAnyOrder("label0", "label1", "label2");
        assertThat(answer.candidates()
                        .collectDouble(Prediction.Candidate::probability)
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat(answer.candidates()
                        .collect(Prediction.Candidate::probability)
                        .castToList())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(answer.label()).isEqualTo(answer.candidates().getFirst().label());
    }

    /** The other texts of a call do not matter. */
    @Test
    void anAnswerDependsOnItsTextAlone() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            texts.addAll(texts(1));
        }
        List<Prediction> together = model.predict("seen-b", texts);
        assertThat(together).hasSize(100);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i))
                    .isEqualTo(model.predict("seen-b", List.of(texts.get(i))).getFirst());
        }
        assertThat(model.predict("seen-b", List.of())).isEmpty();
    }

    /** With these selections the texts of a training batch compete for experts, or a row's place decides at random. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{model: {moe: {selection: {kind: expert-choice, factor: 1.0}}}}",
                "{model: {moe: {selection: {capacity-factor: 0.5}}}}",
                "{method: random-gate-moe}"
            })
    void anAnswerDependsOnItsTextAloneWhateverTheSelection(String settings) throws Exception {
        Path mixing = TinyModel.train(
                        TinyModel.settings(settings),
                        backend,
                        temporary.resolve("mixing" + Math.abs(settings.hashCode())))
                .folder();
        try (MultiTaskClassifier other = MultiTaskClassifier.load(mixing, backend)) {
            List<Prediction> together = other.predict("seen-b", texts(1));
            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i))
                        .isEqualTo(other.predict("seen-b", List.of(texts(1).get(i)))
                                .getFirst());
            }
        }
    }

    @Test
    void severalTasksAreAnsweredAtOnce() {
        List<TextInput> inputs = List.of(TextInput.of("0 1"), TextInput.of("9 8 7"));
        var answers = model.predictInputs(List.of("seen-b", "low"), inputs);
        assertThat(answers.keySet()).containsExactly("seen-b", "low");
        answers.forEach((task, own) -> assertThat(own).isEqualTo(model.predictInputs(task, inputs)));
    }

    @Test
    void severalThreadsGetTheSameAnswers() throws Exception {
        List<Prediction> expected = model.predict("seen-a", texts(0));
        Callable<List<Prediction>> ask = () -> model.predict("seen-a", texts(0));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<Prediction>> answer : threads.invokeAll(Collections.nCopies(16, ask))) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void invalidInputsAreRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> model.predict("seen", List.of("1")))
                .withMessageStartingWith("unknown task \"seen\": did you mean \"seen-");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> model.predict("seen-a", List.of("1", " ")))
                .withMessage("a blank text: expected some words");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .as("a zero-width space")
                .isThrownBy(() -> model.predict("seen-a", List.of("\u200b")))
                .withMessage("a blank text: expected some words");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> model.predictInputs("seen-a", List.of(new TextInput("1", "2"))))
                .withMessage("\"1\" for task seen-a: expected one text");
    }

    @Test
    void nullsAndHalfCharactersAreRefused() {
        assertRefused(() -> model.predict(null, List.of("1")), "null in place of a task: expected its name");
        assertRefused(() -> model.predict("seen-a", null), "null in place of texts: expected a list");
        assertRefused(
                () -> model.predict("seen-a", Arrays.asList("1", null)),
                "null in place of a text: expected some words");
        assertRefused(
                () -> model.predictInputs("seen-a", Arrays.asList(TextInput.of("1"), null)),
                "null in place of an input: expected a text or two");
        assertRefused(
                () -> model.predictInputs((List<String>) null, List.of()),
                "null in place of tasks: expected a list of names");
        assertRefused(() -> MultiTaskClassifier.load(null), "null in place of a folder: expected that of a model");
        assertRefused(
                () -> model.predict("seen-a", List.of("smile \ud83d")),
                "the text \"smile \\ud83d\" has half of a surrogate pair: expected whole characters");
        assertRefused(() -> new TextInput("1", "\0"), "a blank second text: expected some words");
        assertThat(model.predict("seen-a", List.of("smile \ud83d\ude00"))).hasSize(1);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(call)
                .withMessage(message);
    }

    @Test
    void closingWaitsForTheCallThatRuns() throws Exception {
        MultiTaskClassifier closed = MultiTaskClassifier.load(folder, backend);
        CountDownLatch begun = new CountDownLatch(1);
        List<TextInput> inputs = new AbstractList<>() {
            @Override
            public TextInput get(int index) {
                begun.countDown();
                return TextInput.of("3 1 4");
            }

            @Override
            public int size() {
                return 500;
            }
        };
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<List<Prediction>> answers = threads.submit(() -> closed.predictInputs("seen-a", inputs));
            begun.await();
            closed.close();
            assertThat(answers.get()).hasSize(inputs.size());
        }
    }

    @Test
    void aClosedModelAnswersNoMore() {
        MultiTaskClassifier closed = MultiTaskClassifier.load(folder, backend);
        closed.close();
        closed.close();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> closed.predict("seen-a", List.of("1")))
                .withMessage("the model is closed: load it again");
    }
}
