package panamoe.trainer.learner.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import panamoe.tensor.Backend;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Agreement;
import panamoe.trainer.common.Lookup;

/**
 * Saves and restores the state of a training run in a safetensors file. A restored run continues with bitwise equal results. The
 * file holds the values, moments and step counts of the parameters, the balancing biases of experts, the moving averages of the
 * load-balancing loss, the number of steps, and the weights of GradNorm. Random numbers depend only on the seed and the number of
 * steps. The routing statistics are not saved.
 */
public final class TrainerState {

    private static final String STEPS = "steps";
    private static final String STEP_COUNTS = "stepCounts";
    private static final String LOAD_AVERAGE = "loadAverage.";
    private static final String GRAD_NORM = "gradNorm.";
    private static final String SHA256 = "sha256";

    private TrainerState() {}

    /**
     * Writes a run. The folder is created if needed, and the file is replaced atomically. If several processes train, all of them call
     * it, and the first one writes the state of the whole model.
     *
     * @param more texts to save with the run, by name
     */
    public static void write(Trainer trainer, Path file, Map<String, String> more) throws IOException {
        Backend backend = trainer.network().parameters().backend();
        Map<String, Tensor> tensors = gathered(trainer);
        if (!trainer.processes().isFirst()) {
            return;
        }
        Map<String, String> texts = new LinkedHashMap<>(more);
        double[][] gradNorm = gradNorm(trainer);
        for (int i = 0; i < gradNorm.length; i++) {
            texts.put(
                    GRAD_NORM + i,
                    DoubleStream.of(gradNorm[i]).mapToObj(Double::toHexString).collect(Collectors.joining(" ")));
        }
        texts.put(SHA256, digest(trainer, tensors, texts));
        int[] counts = trainer.optimizer().stepCounts();
        tensors.put(STEP_COUNTS, Tensor.ofInts(backend, Shape.of(counts.length), counts));
        tensors.put(STEPS, Tensor.ofInts(backend, Shape.of(1), new int[] {trainer.steps()}));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Safetensors.write(file, tensors, backend, texts);
    }

    /** The tensors of the whole model in the first process. */
    private static Map<String, Tensor> gathered(Trainer trainer) {
        Map<String, Tensor> flat = flat(trainer);
        Map<String, Tensor> whole = flat;
        if (!trainer.shards().isWhole()) {
            whole = trainer.shards().allocate(flat);
            trainer.shards().gather(flat, whole);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(whole);
        tensors.putAll(others(trainer));
        return tensors;
    }

    /**
     * Restores a run of {@link #write} into a trainer with the same model, recipe and tasks. The number of processes may be another. If
     * several processes train, all of them call it, and the first one reads the file.
     *
     * @return the texts that were saved with the run
     * @throws IOException if the file cannot be read, belongs to another run, or was changed
     */
    public static Map<String, String> read(Trainer trainer, Path file) throws IOException {
        ProcessGroup group = trainer.processes();
        Map<String, Tensor> flat = flat(trainer);
        Map<String, Tensor> whole =
                trainer.shards().isWhole() ? flat : trainer.shards().allocate(flat);
        Map<String, String> texts = new LinkedHashMap<>();
        Agreement.first(group, () -> {
            texts.putAll(read(trainer, file, whole));
            return null;
        });
        if (!group.isSingle()) {
            share(trainer, flat, whole);
        }
        return texts;
    }

    /** Gives the state of the first process to the others. */
    private static void share(Trainer trainer, Map<String, Tensor> flat, Map<String, Tensor> whole) {
        ProcessGroup group = trainer.processes();
        Backend backend = trainer.network().parameters().backend();
        trainer.shards().scatter(whole, flat);
        int averages = (int)
                group.sum(group.isFirst() ? trainer.routerLoss().averages().size() : 0)[0];
        for (int layer = 0; layer < averages; layer++) {
            int experts = (int) group.sum(
                            group.isFirst()
                                    ? trainer.routerLoss()
                                            .averages()
                                            .get(layer)
                                            .value()
                                            .size()
                                    : 0)[0];
            trainer.routerLoss().average(backend, layer, experts);
        }
        for (Tensor tensor : others(trainer).values()) {
            float[] values = backend.readFloats(tensor);
            group.broadcast(values, 0);
            backend.write(tensor, values);
        }
        int[] counts = trainer.optimizer().stepCounts();
        double[] numbers = new double[counts.length + 1];
        if (group.isFirst()) {
            numbers[counts.length] = trainer.steps();
            for (int i = 0; i < counts.length; i++) {
                numbers[i] = counts[i];
            }
        }
        double[] ofFirst = group.sum(numbers);
        trainer.optimizer()
                .setStepCounts(IntStream.range(0, counts.length)
                        .map(i -> (int) ofFirst[i])
                        .toArray());
        trainer.setSteps((int) ofFirst[counts.length]);
    }

    /** @param whole receives the flat buffers of the whole model */
    private static Map<String, String> read(Trainer trainer, Path file, Map<String, Tensor> whole) throws IOException {
        Backend backend = trainer.network().parameters().backend();
        Safetensors stored = Safetensors.read(file);
        for (int layer = 0; stored.entries().containsKey(LOAD_AVERAGE + layer); layer++) {
            Shape shape = Lookup.in(stored.entries(), LOAD_AVERAGE + layer).shape();
            trainer.routerLoss().average(backend, layer, shape.size());
        }
        Map<String, Tensor> own = new LinkedHashMap<>(whole);
        own.putAll(others(trainer));
        int[] counts = trainer.optimizer().stepCounts();
        requireShape(file, stored, STEP_COUNTS, Shape.of(counts.length));
        requireShape(file, stored, STEPS, Shape.of(1));
        for (Map.Entry<String, Tensor> named : own.entrySet()) {
            requireShape(file, stored, named.getKey(), named.getValue().shape());
        }
        for (Map.Entry<String, Tensor> named : own.entrySet()) {
            stored.load(named.getKey(), backend, named.getValue());
        }
        trainer.optimizer().setStepCounts(backend.readInts(stored.load(STEP_COUNTS, backend)));
        trainer.setSteps(backend.readInts(stored.load(STEPS, backend))[0]);
        double[][] gradNorm = gradNorm(trainer);
        for (int i = 0; i < gradNorm.length; i++) {
            double[] values = Arrays.stream(
                            stored.metadata().getOrDefault(GRAD_NORM + i, "").split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            System.arraycopy(values, 0, gradNorm[i], 0, gradNorm[i].length);
        }
        Map<String, String> texts = new LinkedHashMap<>(stored.metadata());
        String written = texts.remove(SHA256);
        if (!digest(trainer, own, texts).equals(written)) {
            throw new IOException(file.getFileName() + " is not what was written");
        }
        return texts;
    }

    private static void requireShape(Path file, Safetensors stored, String name, Shape shape) throws IOException {
        Safetensors.Entry entry = stored.entries().get(name);
        if (entry == null || !entry.shape().equals(shape)) {
            throw new IOException(file + " has no tensor " + name + shape + ": the file belongs to another run");
        }
    }

    /** The digest of all values and texts, which detects a changed file. */
    private static String digest(Trainer trainer, Map<String, Tensor> tensors, Map<String, String> texts) {
        Backend backend = trainer.network().parameters().backend();
        ValuesDigest digest = new ValuesDigest();
        new TreeMap<>(texts).forEach((name, text) -> digest.add(name + "=" + text + "\n"));
        tensors.values().forEach(tensor -> digest.add(backend.readFloats(tensor)));
        digest.add(Arrays.toString(trainer.optimizer().stepCounts()) + trainer.steps());
        return digest.hex();
    }

    /** The flat buffers, of which each process may have a part. */
    private static Map<String, Tensor> flat(Trainer trainer) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("values", trainer.network().parameters().values());
        tensors.put("firstMoment", trainer.optimizer().firstMoment());
        tensors.put("secondMoment", trainer.optimizer().secondMoment());
        return tensors;
    }

    /** The tensors that are equal in all processes. */
    private static Map<String, Tensor> others(Trainer trainer) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        trainer.network()
                .expertBiases()
                .forEachWithIndex((bias, layer) -> tensors.put("expertBias." + layer, bias.value()));
        trainer.routerLoss()
                .averages()
                .forEachWithIndex((average, layer) -> tensors.put(LOAD_AVERAGE + layer, average.value()));
        return tensors;
    }

    private static double[][] gradNorm(Trainer trainer) {
        TaskGradients gradients = trainer.taskGradients();
        return gradients == null || gradients.gradNorm() == null
                ? new double[0][]
                : gradients.gradNorm().state();
    }
}
