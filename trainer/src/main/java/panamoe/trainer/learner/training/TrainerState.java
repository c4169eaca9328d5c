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
import panamoe.tensor.Backend;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
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
     * Writes a run. The folder is created if needed, and the file is replaced atomically.
     *
     * @param more texts to save with the run, by name
     */
    public static void write(Trainer trainer, Path file, Map<String, String> more) throws IOException {
        Backend backend = trainer.network().parameters().backend();
        Map<String, Tensor> tensors = tensors(trainer);
        int[] counts = trainer.optimizer().stepCounts();
        tensors.put(STEP_COUNTS, Tensor.ofInts(backend, Shape.of(counts.length), counts));
        tensors.put(STEPS, Tensor.ofInts(backend, Shape.of(1), new int[] {trainer.steps()}));
        Map<String, String> texts = new LinkedHashMap<>(more);
        double[][] gradNorm = gradNorm(trainer);
        for (int i = 0; i < gradNorm.length; i++) {
            texts.put(
                    GRAD_NORM + i,
                    DoubleStream.of(gradNorm[i]).mapToObj(Double::toHexString).collect(Collectors.joining(" ")));
        }
        texts.put(SHA256, digest(trainer, texts));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Safetensors.write(file, tensors, backend, texts);
    }

    /**
     * Restores a run of {@link #write} into a trainer with the same model, recipe and tasks.
     *
     * @return the texts that were saved with the run
     * @throws IOException if the file cannot be read, belongs to another run, or was changed
     */
    public static Map<String, String> read(Trainer trainer, Path file) throws IOException {
        Backend backend = trainer.network().parameters().backend();
        Safetensors stored = Safetensors.read(file);
        for (int layer = 0; stored.entries().containsKey(LOAD_AVERAGE + layer); layer++) {
            Shape shape = Lookup.in(stored.entries(), LOAD_AVERAGE + layer).shape();
            trainer.routerLoss().average(backend, layer, shape.size());
        }
        Map<String, Tensor> own = tensors(trainer);
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
        if (!digest(trainer, texts).equals(written)) {
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
    private static String digest(Trainer trainer, Map<String, String> texts) {
        Backend backend = trainer.network().parameters().backend();
        ValuesDigest digest = new ValuesDigest();
        new TreeMap<>(texts).forEach((name, text) -> digest.add(name + "=" + text + "\n"));
        tensors(trainer).values().forEach(tensor -> digest.add(backend.readFloats(tensor)));
        digest.add(Arrays.toString(trainer.optimizer().stepCounts()) + trainer.steps());
        return digest.hex();
    }

    private static Map<String, Tensor> tensors(Trainer trainer) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("values", trainer.network().parameters().values());
        tensors.put("firstMoment", trainer.optimizer().firstMoment());
        tensors.put("secondMoment", trainer.optimizer().secondMoment());
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
