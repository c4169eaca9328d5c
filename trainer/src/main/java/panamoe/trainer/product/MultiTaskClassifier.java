package panamoe.trainer.product;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.tensor.Check;
import panamoe.tensor.Workspace;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.TokenIds;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.Network;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreRange;

/**
 * Answers texts with a kept model.
 *
 * <pre>{@code
 * try (var model = MultiTaskClassifier.load(Path.of("my-model"))) {
 *     Prediction answer = model.predict("reviews", List.of("Great film.")).getFirst();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads: one call runs at a time, on all threads of the backend. One call with many texts is faster than
 * many calls with one text. An answer depends on its text alone. Models whose texts compete for experts (expert capacity, expert choice,
 * random gates) therefore compute each text by itself, which is slower.
 */
public final class MultiTaskClassifier implements AutoCloseable {

    private static final int TEXTS_AT_ONCE = 64;

    private final Backend backend;
    private final boolean ownsBackend;
    private final ImmutableList<KeptTask> tasks;
    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final int textsAtOnce;
    private final int slots;
    private final int classes;
    private final FrozenEncoder frozen;
    private final MultiTaskModel network;
    private final Workspace workspace;
    private boolean closed;

    private MultiTaskClassifier(KeptModel model, Backend backend, boolean ownsBackend) {
        this.backend = backend;
        this.ownsBackend = ownsBackend;
        this.tasks = Lists.immutable.ofAll(model.tasks());
        this.tokenizer = Tokenizer.of(model.wordPiece());
        this.maxTokens = model.config().model().maxTokens();
        this.textsAtOnce = model.config().mixesTexts() ? 1 : TEXTS_AT_ONCE;
        this.slots = model.config().slots();
        this.classes = model.config().classes();
        this.frozen = new FrozenEncoder(
                backend, model.encoder(), model.config().model().firstLayer());
        this.network = model.network();
        this.workspace = new Workspace(backend);
    }

    /**
     * Loads a model onto the fastest CPU backend, with a thread per core.
     *
     * @throws panamoe.trainer.common.UserError if the folder has no model, or a damaged one
     */
    public static MultiTaskClassifier load(Path folder) {
        requireFolder(folder);
        Backend backend = Backends.create("auto", BackendRequest.of(Machine.cores()));
        try {
            return new MultiTaskClassifier(ModelFolder.read(folder, backend), backend, true);
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /**
     * Loads a model onto a backend, which the caller closes.
     *
     * @throws panamoe.trainer.common.UserError if the folder has no model, or a damaged one
     */
    public static MultiTaskClassifier load(Path folder, Backend backend) {
        requireFolder(folder);
        Check.that(backend != null, "null in place of a backend: leave it out for the fastest one");
        return new MultiTaskClassifier(ModelFolder.read(folder, backend), backend, false);
    }

    private static void requireFolder(@Nullable Path folder) {
        Check.that(folder != null, "null in place of a folder: expected that of a model");
    }

    /** The tasks that the model knows, in the order of their slots. */
    public ImmutableList<KeptTask> tasks() {
        return tasks;
    }

    /** A task. @throws IllegalArgumentException if the model does not know it; the message has the nearest name */
    public KeptTask task(String name) {
        Check.that(name != null, "null in place of a task: expected its name");
        KeptTask task = tasks.detect(each -> each.name().equals(name));
        Check.that(
                task != null,
                () -> "unknown task \"" + MessageText.cut(name) + "\": did you mean \""
                        + Nearest.of(name, tasks.collect(KeptTask::name).castToList()) + "\"? The model knows "
                        + tasks.collect(KeptTask::name).makeString());
        return task;
    }

    /**
     * Answers single texts.
     *
     * @return an answer for each text, in their order
     * @throws IllegalArgumentException if the model does not know the task, the task takes two texts, or {@link TextInput} refuses a
     *     text
     * @throws NotFinite if an output of the model is not finite
     * @throws IllegalStateException if the model is closed
     */
    public List<Prediction> predict(String task, List<String> texts) {
        Check.that(texts != null, "null in place of texts: expected a list");
        return predictInputs(task, texts.stream().map(TextInput::of).toList());
    }

    /**
     * Answers texts, or pairs of texts.
     *
     * @return an answer for each input, in their order
     * @throws IllegalArgumentException if the model does not know the task, or an input does not have the task's number of texts
     * @throws NotFinite if an output of the model is not finite
     * @throws IllegalStateException if the model is closed
     */
    public List<Prediction> predictInputs(String task, List<TextInput> inputs) {
        return Lookup.in(predictInputs(Collections.singletonList(task), inputs), task);
    }

    /**
     * Answers each input in each of several tasks. The frozen layers compute an input once for all tasks.
     *
     * @return the answers by task, in the order of {@code names}; one answer for each input
     * @throws IllegalArgumentException as {@link #predictInputs(String, List)}
     * @throws NotFinite if an output of the model is not finite
     * @throws IllegalStateException if the model is closed
     */
    public synchronized Map<String, List<Prediction>> predictInputs(List<String> names, List<TextInput> inputs) {
        Check.that(names != null, "null in place of tasks: expected a list of names");
        Check.that(inputs != null, "null in place of inputs: expected a list");
        List<KeptTask> asked = names.stream().map(this::task).toList();
        requireOpen();
        asked.forEach(task -> inputs.forEach(input -> requireFits(task, input)));
        Map<String, List<Prediction>> answers = new LinkedHashMap<>();
        asked.forEach(task -> answers.put(task.name(), new ArrayList<>()));
        for (int from = 0; from < inputs.size(); from += textsAtOnce) {
            List<TextInput> some = inputs.subList(from, Math.min(from + textsAtOnce, inputs.size()));
            outputs(asked, some)
                    .forEach((task, outputs) -> outputs.forEach(
                            output -> Lookup.in(answers, task.name()).add(prediction(task, output))));
        }
        return answers;
    }

    private static void requireFits(KeptTask task, TextInput input) {
        Check.that(input != null, "null in place of an input: expected a text or two");
        boolean pair = task.kind().isPair();
        Check.that(
                pair == (input.pair() != null),
                () -> MessageText.quoted(input.text()) + " for task " + task.name() + ": expected "
                        + (pair ? "two texts" : "one text"));
    }

    /** The outputs of each task's head: {@code float[outputs of the head]} for each input. */
    private Map<KeptTask, List<float[]>> outputs(List<KeptTask> asked, List<TextInput> inputs) {
        List<TokenIds> tokens = inputs.stream()
                .map(input -> tokenizer.encode(new Example(input.text(), input.pair(), 0), maxTokens))
                .toList();
        List<float[]> features = frozen.features(tokens);
        Map<KeptTask, List<float[]>> outputs = new LinkedHashMap<>();
        for (KeptTask task : asked) {
            ImmutableList<Batch.Sequence> sequences = Lists.immutable.fromStream(IntStream.range(0, inputs.size())
                    .mapToObj(i -> new Batch.Sequence(
                            task.slot(),
                            -1,
                            classes,
                            features.get(i),
                            tokens.get(i).ids().toArray(),
                            Float.NaN)));
            Context ctx = Context.inference(backend, workspace);
            Batch batch = Batch.of(slots, frozen.width(), textsAtOnce, sequences);
            Network.Output output = network.forward(ctx, BatchTensors.of(ctx, batch));
            float[] logits = backend.readFloats(output.logits().value());
            int own = task.task().classes();
            outputs.put(
                    task,
                    IntStream.range(0, inputs.size())
                            .mapToObj(i -> Arrays.copyOfRange(logits, i * classes, i * classes + own))
                            .toList());
        }
        return outputs;
    }

    private static Prediction prediction(KeptTask task, float[] outputs) {
        for (float output : outputs) {
            if (!Float.isFinite(output)) {
                throw new NotFinite(task.name(), output);
            }
        }
        ScoreRange range = task.task().range();
        if (range != null) {
            return new Prediction.Score(range.unscaled(outputs[0]));
        }
        double[] probabilities = softmax(outputs);
        return new Prediction.Label(Lists.immutable.fromStream(IntStream.range(0, outputs.length)
                .boxed()
                .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
                .map(label -> new Prediction.Candidate(task.labels().get(label), probabilities[label]))));
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        double[] shares = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            shares[i] = Math.exp(logits[i] - max);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed: load it again");
        }
    }

    /** Closes the model after the running call. Frees the backend if {@link #load(Path)} made it. */
    @Override
    public synchronized void close() {
        closed = true;
        if (ownsBackend) {
            backend.close();
        }
    }
}
