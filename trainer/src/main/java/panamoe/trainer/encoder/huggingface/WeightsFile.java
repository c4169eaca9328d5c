package panamoe.trainer.encoder.huggingface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Check;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.FiniteWeights;
import panamoe.trainer.encoder.HuggingFaceWeights;
import panamoe.trainer.encoder.Weight;

/**
 * Reads {@code model.safetensors}: the weights of a {@code BertModel}, or of a larger model with the prefix {@code bert.}. The
 * weights of a LayerNorm may have the TensorFlow names {@code gamma} and {@code beta}. Other parts of a larger model, such as a
 * pooler or heads, are left out.
 */
final class WeightsFile {

    static final String FILE = "model.safetensors";

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final List<String> PREFIXES = List.of("", "bert.");
    private static final Set<String> TYPES = Set.of("F32", "F16", "BF16");

    /** Buffers that older versions of transformers saved with the weights. */
    private static final Set<String> INDEX_BUFFERS = Set.of("embeddings.position_ids", "embeddings.token_type_ids");

    private static final Pattern LAYER = Pattern.compile("encoder\\.layer\\.(\\d{1,9})\\..*");

    private final Path path;
    private final BertConfig config;
    private final Safetensors stored;
    private final String prefix;

    /** The name of the tensor in the file, by the name of the weight. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private WeightsFile(Path path, BertConfig config, Safetensors stored) {
        this.path = path;
        this.config = config;
        this.stored = stored;
        this.prefix = prefix(stored.entries().keySet());
    }

    /**
     * Opens the file and checks its header.
     *
     * @throws IllegalArgumentException if a weight is missing, unknown, or of another shape or type
     */
    static WeightsFile open(Path folder, BertConfig config) throws IOException {
        requireThere(folder);
        WeightsFile file = new WeightsFile(folder.resolve(FILE), config, Safetensors.read(folder.resolve(FILE)));
        file.requireLayers();
        HuggingFaceWeights.shapes(config).forEach(file::find);
        file.requireNoneLeft();
        return file;
    }

    private static void requireThere(Path folder) {
        if (Files.exists(folder.resolve(FILE))) {
            return;
        }
        String there =
                List.of("model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json").stream()
                        .filter(name -> Files.exists(folder.resolve(name)))
                        .findFirst()
                        .map(name -> "has " + name + " and no " + FILE)
                        .orElse("has no " + FILE);
        throw new IllegalArgumentException(there + ": save the weights as one such file, in Python by"
                + " AutoModel.from_pretrained(DIR).save_pretrained(NEW, max_shard_size=\"100GB\")");
    }

    private static String prefix(Set<String> names) {
        List<String> found =
                PREFIXES.stream().filter(each -> names.contains(each + WORDS)).toList();
        Check.that(
                !found.isEmpty(),
                FILE + " has no tensor " + WORDS
                        + ", with or without the prefix bert.: expected the weights of a BERT");
        Check.that(found.size() == 1, FILE + " has two encoders, with and without the prefix bert.: expected one");
        return found.getFirst();
    }

    /** Checks the number of layers first, so that one message covers all missing tensors of a layer. */
    private void requireLayers() {
        Set<Integer> layers = new LinkedHashSet<>();
        for (String name : stored.entries().keySet()) {
            Matcher layer = LAYER.matcher(own(name));
            if (layer.matches()) {
                layers.add(Integer.parseInt(layer.group(1)));
            }
        }
        Check.that(
                layers.size() == config.layers(),
                () -> FILE + " has " + layers.size() + " layers: expected the " + config.layers() + " of "
                        + ConfigFile.FILE + ", num_hidden_layers");
    }

    private void find(String name, Shape shape) {
        List<String> spellings = List.of(name, tensorFlowName(name));
        String found = spellings.stream()
                .map(each -> prefix + each)
                .filter(stored.entries()::containsKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(FILE + " has no tensor " + prefix + name + shape));
        Safetensors.Entry entry = Lookup.in(stored.entries(), found);
        Check.that(
                entry.shape().equals(shape),
                () -> FILE + " has tensor " + found + " as " + entry.shape() + ": expected " + shape + ", as "
                        + ConfigFile.FILE + " says");
        Check.that(
                TYPES.contains(entry.dtype()),
                () -> FILE + " has tensor " + found + " as " + entry.dtype()
                        + ": expected F32, F16 or BF16; convert it, in Python by"
                        + " AutoModel.from_pretrained(DIR, dtype=\"float32\").save_pretrained(NEW)");
        names.put(name, found);
    }

    private static String tensorFlowName(String name) {
        return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
    }

    /** Refuses unknown weights of the encoder: with them, the model computes another function. */
    private void requireNoneLeft() {
        for (String name : leftOut()) {
            String own = own(name);
            Check.that(
                    !own.startsWith("encoder.") && !own.startsWith("embeddings.") || INDEX_BUFFERS.contains(own),
                    () -> FILE + " has a tensor " + name
                            + ", which the encoder of a BERT does not have; choose another encoder");
        }
    }

    private String own(String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** The names of the tensors of other parts, in the order of the file. */
    List<String> leftOut() {
        List<String> others = new ArrayList<>(stored.entries().keySet());
        others.removeAll(names.values());
        return others;
    }

    /** The SHA-256 digest of the whole file. */
    String sha256() throws IOException {
        return Sha256.of(path);
    }

    /** Reads the weights. @throws IOException if the file cannot be read or a weight is not finite */
    BertWeights read() throws IOException {
        Map<String, Weight> read = new LinkedHashMap<>();
        try (Backend host = Backends.create("scalar", 1)) {
            for (Map.Entry<String, String> each : names.entrySet()) {
                float[] values = FiniteWeights.read(stored, FILE, each.getValue(), host);
                read.put(
                        each.getKey(),
                        new Weight(Lookup.in(stored.entries(), each.getValue()).shape(), values));
            }
        }
        return HuggingFaceWeights.toLayers(config, read::remove);
    }
}
