package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Parameter;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.Method;
import panamoe.trainer.product.TinyModel;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ModelFolderTest {

    @TempDir
    private Path temporary;

    private Backend backend;

    @BeforeEach
    void openBackend() {
        backend = Backends.create("scalar", 1);
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    private Path trained(String settings) throws IOException {
        return TinyModel.train(TinyModel.settings(settings), backend, temporary.resolve("model"))
                .folder();
    }

    /** Every method that trains one model, one of them with expert biases and a shared expert. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense-mtl",
                "dense-uncertainty",
                "shared-gate-moe",
                "random-gate-moe",
                "hash-gate-moe",
                "dense-mixture-moe",
                "private-expert-moe",
                "cgc-moe",
                "task-embedding-moe",
                "task-gate-moe"
            })
    void aModelIsReadAsItWasWritten(String method) throws IOException {
        String moe = Method.named(method).orElseThrow().isSparse() && method.equals("task-gate-moe")
                ? ", model: {moe: {shared-expert: true, selection: {bias-rate: 0.01}}}"
                : "";
        var trained = TinyModel.train(
                TinyModel.settings("{steps: 14, evaluations: 1, method: " + method + moe + "}"),
                backend,
                temporary.resolve("model"));

        KeptModel read = ModelFolder.read(trained.folder(), backend);

        assertThat(read.tasks()).isEqualTo(trained.kept().tasks());
        assertThat(read.settings()).isEqualTo(trained.kept().settings());
        for (Parameter parameter : trained.kept().network().parameters().list()) {
            assertThat(backend.readFloats(
                            read.network().parameters().get(parameter.name()).value()))
                    .as(parameter.name())
                    .isEqualTo(backend.readFloats(parameter.value()));
        }
        assertThat(read.network()
                        .expertBiases()
                        .collect(bias -> backend.readFloats(bias.value()))
                        .castToList())
                .usingRecursiveComparison()
                .isEqualTo(trained.kept()
                        .network()
                        .expertBiases()
                        .collect(bias -> backend.readFloats(bias.value()))
                        .castToList());
        Path again = temporary.resolve("again");
        ModelFolder.write(read, again);
        for (String file : new String[] {
            "model.safetensors", "tasks.json", "vocab.txt", "settings.yaml", "config.json", "SHA256SUMS"
        }) {
            assertThat(again.resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(trained.folder().resolve(file));
        }
    }

    private void assertRefused(Path folder, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ModelFolder.read(folder, backend))
                .withMessageStartingWith(folder.toString())
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tasks.json", "model.safetensors", "vocab.txt", "settings.yaml"})
    void aFileThatWasChangedCutOrRemovedIsRefused(String name) throws IOException {
        Path folder = trained("{steps: 14}");
        Path file = folder.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        byte[] changed = bytes.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(file, changed);
        String refused = name + " is not what was written: its SHA-256 differs from that in SHA256SUMS";
        assertRefused(folder, refused);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(folder, refused);
        Files.delete(file);
        assertRefused(folder, name + " is missing");
    }

    @Test
    void aFolderWithoutAModelIsRefused() throws IOException {
        assertRefused(
                temporary.resolve("none"), " is no folder: expected the folder of a model, as panamoe train writes it");
        assertRefused(temporary, " has no SHA256SUMS: expected the folder of a model, as panamoe train writes it");
        Path folder = trained("{steps: 14}");
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        assertConfigRefused(folder, text.substring(0, text.length() / 2), "not JSON of this format, line ");
        assertConfigRefused(folder, text + "{}", "not JSON of this format, line ");
        assertConfigRefused(folder, text.replaceFirst("\\{", "{\"places\" : 1,"), "places is not a key of this format");
        assertConfigRefused(
                folder, text.replaceFirst("\"slots\" : \\d+,", ""), "slots is missing, or its value does not fit");
        for (String experts : List.of("[4]", "4.5", "\"4\"", "4.0", "null")) {
            assertConfigRefused(
                    folder,
                    text.replaceFirst("\"experts\" : \\d+", "\"experts\" : " + experts),
                    "model.moe.experts is missing, or its value does not fit");
        }
        assertConfigRefused(
                folder,
                text.replaceFirst("\"weighting\" : \"\\w+\"", "\"weighting\" : 0"),
                "model.moe.selection.weighting is missing, or its value does not fit");
        assertConfigRefused(
                folder,
                text.replaceFirst("\"encoder_name\" : \"[^\"]*\"", "\"encoder_name\" : 5"),
                "encoder_name is missing, or its value does not fit");
        assertConfigRefused(folder, "null", "is null: expected an object or a list");
        assertConfigRefused(
                folder,
                text.replaceFirst("\"version\" : 3", "\"version\" : 3.5"),
                "version is missing, or its value does not fit");
        assertConfigRefused(
                folder,
                text.replaceFirst("\"version\" : 3", "\"version\" : 4, \"a-new-key\" : []"),
                "version 4 of the format: this program reads version 3; use the program that wrote it: ");
    }

    private void assertConfigRefused(Path folder, String text, String message) throws IOException {
        Files.writeString(folder.resolve("config.json"), text);
        sign(folder, "config.json");
        assertRefused(folder, message);
    }

    @Test
    void missingDuplicateAndMalformedSumsAreRefused() throws IOException {
        Path folder = trained("{steps: 14}");
        Path sums = folder.resolve("SHA256SUMS");
        String text = Files.readString(sums);
        Files.writeString(sums, text.replaceFirst(".*vocab.txt\n", ""));
        assertRefused(folder, "SHA256SUMS has no sum of vocab.txt");
        Files.writeString(sums, text + text.lines().findFirst().orElseThrow() + "\n");
        assertRefused(folder, "SHA256SUMS has two sums of config.json");
        Files.writeString(sums, text.substring(10));
        assertRefused(folder, "SHA256SUMS has a line that is not the SHA-256 sum of a file");
        Files.writeString(sums, text + "0".repeat(64) + "  of-a-later-version\n");
        assertThat(ModelFolder.read(folder, backend).tasks()).hasSize(7);
    }

    /** Values of config.json that another program may have written; all digests are right. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /format                      | "onnx"       | format "onnx": expected "panamoe-model"
            /version                     | 1            | cannot be read as a model: config.json: version 1 of the format: this program reads version 3
            /model/max_tokens            | 5000         | max-tokens 5000: the encoder has
            /pooling                     | "cls"        | pooling "cls": expected "mean"
            /encoder/layer_norm_eps      | 1e400        | layerNormEps Infinity: expected a finite number
            /slots                       | 8            | heads.weight as F32[7, 16, 3]: expected F32[8, 16, 3]
            /classes                     | 1000000      | heads.weight as F32[7, 16, 3]: expected F32[7, 16, 1000000]
            /encoder/vocab_size          | 2000000000   | shape [2000000000, 16] has more than 2^31 - 1 elements
            /encoder/num_hidden_layers   | 2000000000   | last-layer 1 of an encoder of 2000000000 layers
            /tokenizer/do_lower_case     | "yes"        | tokenizer.do_lower_case is missing, or its value does not fit
            /tokenizer                   | null         | tokenizer is missing, or its value does not fit
            /encoder/num_hidden_layers   | 3            | last-layer 1 of an encoder of 3 layers: expected the last one
            /encoder/hidden_act          | "relu"       | encoder of type bert with relu: expected bert with gelu
            /experts                     | {"1": 3}     | experts.weight1 as F32[4, 16, 32]: expected F32[3, 16, 32]
            /experts                     | {}           | has no tensor encoder.layer.1.intermediate.dense.weight
            /experts                     | {"1": 0}     | 0 experts in layer 1: expected at least those of a token, at most 4
            /experts                     | {"1": 5}     | 5 experts in layer 1: expected at least those of a token, at most 4
            /experts                     | {"0": 4}     | experts in layer 0: the layers that were trained with experts are [1]
            /experts                     | {"x": 4}     | experts: "x" is not the number of a layer
            /experts                     | {"02": 4}    | experts: "02" is not the number of a layer
            /experts                     | {"01": 4}    | experts: "01" is not the number of a layer
            /experts                     | {"1": 4, "01": 4} | experts: "01" is not the number of a layer
            /experts                     | {"+1": 4}    | experts: "+1" is not the number of a layer
            /experts                     | {"1": null}  | experts.1 is missing, or its value does not fit
            /experts                     | null         | experts is missing, or its value does not fit
            /model/dropout               | 2            | dropout 2.0: expected 0 <= rate < 1
            /method                      | "dense-mtl"  | experts in layer 1: the layers that were trained with experts are []
            /method                      | "moe"        | unknown method "moe"
            /history                     | []           | history that begins with nothing: expected trained
            /history                     | null         | history is missing, or its value does not fit
            /history/0/event             | "task-added" | history that begins with task-added: expected trained
            /history/0/event             | "merged"     | history.[0].event is missing, or its value does not fit
            /history/0/tasks             | []           | history.[0]: history: trained with tasks []: expected at least one, each once
            /history/0/steps             | -3           | history.[0]: history: trained with steps -3: expected at least 0
            /history/0/threshold         | 0.5          | history.[0]: history: trained with threshold 0.5: expected 0 to 1, and only with pruned
            /history/0/threshold         | "low"        | history.[0].threshold is missing, or its value does not fit
            """)
    void aConfigurationThatDoesNotFitTheWeightsIsRefused(String pointer, String value, String message)
            throws IOException {
        Path folder = trained("{steps: 14}");
        edit(folder.resolve("config.json"), tree -> {
            int end = pointer.lastIndexOf('/');
            ((ObjectNode) tree.at(pointer.substring(0, end)))
                    .set(pointer.substring(end + 1), new JsonMapper().readTree(value));
            return tree;
        });
        sign(folder, "config.json");
        assertRefused(folder, message);
    }

    private static void edit(Path file, UnaryOperator<ObjectNode> change) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode tree = (ObjectNode) mapper.readTree(Files.readString(file));
        Files.writeString(file, mapper.writeValueAsString(change.apply(tree)));
    }

    /** Writes the digest of a changed file. */
    private static void sign(Path folder, String name) throws IOException {
        Path sums = folder.resolve("SHA256SUMS");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(name)));
            Files.writeString(
                    sums,
                    Files.readString(sums)
                            .replaceFirst(
                                    "[0-9a-f]{64}  " + Pattern.quote(name) + "\n",
                                    HexFormat.of().formatHex(digest) + "  " + name + "\n"));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void weightsThatAreMissingUnknownOrNotFiniteAreRefused() throws Exception {
        Path folder = trained("{steps: 14}");
        Path file = folder.resolve("model.safetensors");
        Safetensors stored = Safetensors.read(file);
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (String name : stored.entries().keySet()) {
            all.put(name, stored.load(name, backend));
        }
        Map<String, Tensor> without = new LinkedHashMap<>(all);
        without.remove("encoder.layer.1.gate.bias");
        Safetensors.write(file, without, backend, Map.of());
        sign(folder, "model.safetensors");
        assertRefused(folder, "model.safetensors has no tensor encoder.layer.1.gate.bias");

        Map<String, Tensor> more = new LinkedHashMap<>(all);
        more.put("pooler.dense.weight", Tensor.zeros(backend, backend.floatType(), Shape.of(2)));
        Safetensors.write(file, more, backend, Map.of());
        sign(folder, "model.safetensors");
        assertRefused(folder, "model.safetensors has a tensor pooler.dense.weight, which this model does not");

        Map<String, Tensor> infinite = new LinkedHashMap<>(all);
        infinite.put("heads.bias", Tensor.zeros(backend, backend.floatType(), Shape.of(7, 3)));
        backend.fill(Double.NEGATIVE_INFINITY, infinite.get("heads.bias"));
        Safetensors.write(file, infinite, backend, Map.of());
        sign(folder, "model.safetensors");
        assertRefused(folder, "has -Infinity as element 0 of tensor heads.bias: expected finite numbers");
    }

    /** Tasks in the wrong order would answer with each other's heads. */
    @Test
    void tasksThatDoNotFillTheirSlotsAreRefused() throws Exception {
        Path folder = trained("{steps: 14}");
        Path file = folder.resolve("tasks.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"slot\" : 1,", "\"slot\" : 2,"));
        sign(folder, "tasks.json");
        assertRefused(folder, "task low in slot 2: expected slots in ascending order, from 3 to 6");
        Files.writeString(file, text.replace("\"seen-b\"", "\"seen-a\""));
        sign(folder, "tasks.json");
        assertRefused(folder, "two tasks have the same name");
        Files.writeString(file, text.replace("\"label2\"", "\"label1\""));
        sign(folder, "tasks.json");
        assertRefused(folder, "expected at least two, all different");
        Files.writeString(file, "[null]");
        sign(folder, "tasks.json");
        assertRefused(folder, "tasks.json: [0] is missing, or its value does not fit");
        Files.writeString(file, text.replace("\"label2\"", "\" \""));
        sign(folder, "tasks.json");
        assertRefused(folder, "a blank label of task ");
        Files.writeString(file, text.replaceFirst("\"kind\" : \"single\"", "\"kind\" : \"regression\""));
        sign(folder, "tasks.json");
        assertRefused(folder, "with range []: expected the lowest and the highest score");
    }

    /** The model has a hidden size of 16, and four experts in layer 1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /routing  | {"0": [1, 0, 0, 0]}    | task seen-a with routing in layer 0: the layers with experts are [1]
            /routing  | {"1": [0.5, 0.5, 0]}   | task seen-a with shares of 3 experts in layer 1: expected none or 4
            /routing  | {"1": [-1, 2, 0, 0]}   | routing of task seen-a in layer 1 has a share of -1.0: expected 0 to 1
            /features | [1, 2]                 | task seen-a with 2 features: expected none or the encoder's 16
            /features | [1e999]                | features of task seen-a have a Infinity: expected finite numbers
            /features | ["1"]                  | features.[0] is missing, or its value does not fit
            """)
    void measurementsThatDoNotFitAreRefused(String pointer, String value, String message) throws IOException {
        Path folder = trained("{steps: 14}");
        Path file = folder.resolve("tasks.json");
        JsonMapper mapper = new JsonMapper();
        ArrayNode tasks = (ArrayNode) mapper.readTree(Files.readString(file));
        ((ObjectNode) tasks.get(0)).set(pointer.substring(1), mapper.readTree(value));
        Files.writeString(file, mapper.writeValueAsString(tasks));
        sign(folder, "tasks.json");
        assertRefused(folder, message);
    }
}
