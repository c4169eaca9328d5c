package panamoe.trainer.encoder.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.DType;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.trainer.common.UserError;

/** Folders that are not a supported encoder. Each is refused with one line, before memory for its weights is allocated. */
class RefusedFolderTest {

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = TinyFolder.copy("uncased", temporary.resolve("mine"));
    }

    private void assertRefused(String message) {
        assertRefused(folder, message);
    }

    private static void assertRefused(Path folder, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> HuggingFaceFolder.open(folder).load())
                .withMessageStartingWith(folder + " cannot be the encoder: ")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private void replace(String name, String part, String other) throws IOException {
        String text = Files.readString(folder.resolve(name));
        assertThat(text).contains(part);
        write(name, text.replace(part, other));
    }

    @Test
    void foldersWithoutAnEncoder() throws IOException {
        assertRefused(temporary.resolve("none"), "expected a folder with config.json and model.safetensors");
        assertRefused(folder.resolve("config.json"), "expected a folder with config.json and model.safetensors");
        Files.delete(folder.resolve("config.json"));
        assertRefused("has no config.json: expected the folder of a Hugging Face BERT");
        write("config.json", "{\"format\": \"panamoe-model\"}");
        assertRefused("config.json belongs to a model of panamoe train: expected an encoder");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "bert"                          | "roberta"                     | model_type "roberta": expected "bert": only BERT encoders are read; choose one
            "model_type": "bert",           | ``                            | model_type is missing: expected "bert"
            "gelu"                          | "gelu_new"                    | hidden_act "gelu_new": expected "gelu", the exact GELU
            "use_cache": true               | "position_embedding_type": "relative_key" | position_embedding_type "relative_key": expected "absolute"
            "is_decoder": false             | "is_decoder": true            | is_decoder true: expected an encoder
            "is_decoder": false             | "is_decoder": "no"            | is_decoder "no": expected true or false
            "add_cross_attention": false    | "add_cross_attention": true   | add_cross_attention true: expected an encoder
            "type_vocab_size": 2            | "type_vocab_size": 1          | type_vocab_size 1: expected 2, for the first and the second text
            "hidden_size": 16,              | ``                            | hidden_size is missing: expected a whole number
            "hidden_size": 16               | "hidden_size": 16.5           | hidden_size 16.5: expected a whole number below 2^31
            "hidden_size": 16               | "hidden_size": 5000000000     | hidden_size 5000000000: expected a whole number below 2^31
            "hidden_size": 16               | "hidden_size": 15             | width 15: expected a multiple of the 2 heads
            "hidden_size": 16               | "hidden_size": 2000000000     | shape [174, 2000000000] has more than 2^31 - 1 elements
            "hidden_size": 16               | "hidden_size": 32             | embeddings.word_embeddings.weight as [174, 16]: expected [174, 32], as config.json says
            "vocab_size": 174               | "vocab_size": 175             | embeddings.word_embeddings.weight as [174, 16]: expected [175, 16], as config.json says
            "vocab_size": 174               | "vocab_size": 50              | the tokenizer has 115 tokens: expected at most the 50 of config.json, vocab_size
            "num_hidden_layers": 3          | "num_hidden_layers": 4        | model.safetensors has 3 layers: expected the 4 of config.json
            "num_hidden_layers": 3          | "num_hidden_layers": 2        | model.safetensors has 3 layers: expected the 2 of config.json
            "num_hidden_layers": 3          | "num_hidden_layers": 2000000000 | layers 2000000000: expected at most 1000
            "num_attention_heads": 2        | "num_attention_heads": 0      | heads 0: expected at least 1
            "layer_norm_eps": 1e-06         | "layer_norm_eps": 0           | layerNormEps 0.0: expected a finite number above 0
            "layer_norm_eps": 1e-06         | "layer_norm_eps": 1e400       | layerNormEps Infinity: expected a finite number above 0
            "layer_norm_eps": 1e-06         | "layer_norm_eps": "small"     | layer_norm_eps "small": expected a number
            "max_position_embeddings": 64   | "max_position_embeddings": 2  | max_position_embeddings 2: expected at least 3
            "vocab_size": 174               | "vocab_size": 174, "vocab_size": 174 | stands twice in an object
            """)
    void aConfigurationThatDoesNotFit(String part, String other, String message) throws IOException {
        replace("config.json", part, other);
        assertRefused(message);
    }

    @Test
    void weightsInOtherFiles() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        assertRefused("has no model.safetensors: save the weights as one such file, in Python by AutoModel");
        write("pytorch_model.bin", "");
        assertRefused("has pytorch_model.bin and no model.safetensors: save the weights as one such file");
        write("model.safetensors.index.json", "{}");
        assertRefused("has model.safetensors.index.json and no model.safetensors: save the weights as one such file");
    }

    /** Writes the weights file of the folder with changed tensors. */
    private void rewrite(BiConsumer<Map<String, Tensor>, Backend> change) throws IOException {
        Path file = TinyFolder.golden("uncased").resolve("model.safetensors");
        try (Backend backend = Backends.create("scalar", 1)) {
            Safetensors stored = Safetensors.read(file);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String name : stored.entries().keySet()) {
                tensors.put(name, stored.load(name, backend));
            }
            change.accept(tensors, backend);
            Safetensors.write(folder.resolve("model.safetensors"), tensors, backend, Map.of());
        }
    }

    @Test
    void weightsThatDoNotFit() throws IOException {
        rewrite((tensors, backend) -> tensors.remove("encoder.layer.1.output.LayerNorm.bias"));
        assertRefused("model.safetensors has no tensor encoder.layer.1.output.LayerNorm.bias[16]");
        rewrite((tensors, backend) -> tensors.remove("embeddings.word_embeddings.weight"));
        assertRefused("has no tensor embeddings.word_embeddings.weight, with or without the prefix bert.");
        rewrite((tensors, backend) -> tensors.put(
                "bert.embeddings.word_embeddings.weight", tensors.get("embeddings.word_embeddings.weight")));
        assertRefused("has two encoders, with and without the prefix bert.: expected one");
        rewrite((tensors, backend) -> tensors.put(
                "encoder.layer.0.attention.self.distance_embedding.weight",
                Tensor.zeros(backend, DType.F32, Shape.of(2))));
        assertRefused("has a tensor encoder.layer.0.attention.self.distance_embedding.weight, which the encoder of a"
                + " BERT does not have");
        rewrite((tensors, backend) ->
                tensors.put("encoder.layer.0.output.LayerNorm.bias", Tensor.zeros(backend, DType.I32, Shape.of(16))));
        assertRefused("has tensor encoder.layer.0.output.LayerNorm.bias as I32: expected F32, F16 or BF16; convert it");
        rewrite((tensors, backend) -> backend.fill(Double.NaN, tensors.get("encoder.layer.2.output.dense.bias")));
        assertRefused("has NaN as element 0 of tensor encoder.layer.2.output.dense.bias: expected finite numbers");
        rewrite((tensors, backend) ->
                tensors.put("embeddings.position_ids", Tensor.zeros(backend, DType.I32, Shape.of(1, 64))));
        assertThat(HuggingFaceFolder.open(folder).leftOut()).contains("embeddings.position_ids");
    }

    @Test
    void aFileThatIsCutShort() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("the tensors take");
        Files.write(file, new byte[3]);
        assertRefused("3 bytes, expected at least the 8 of the header length");
        replace("config.json", "\"vocab_size\": 174", "\"vocab_size\": ");
        assertRefused("not JSON: something unexpected at column ");
    }

    @Test
    void tokenizersThatDoNotFit() throws IOException {
        write("tokenizer_config.json", "{\"do_lower_case\": true, \"tokenizer_class\": \"BertJapaneseTokenizer\"}");
        assertRefused("tokenizer_class \"BertJapaneseTokenizer\": expected BertTokenizer");
        write("tokenizer_config.json", "{\"do_lower_case\": \"yes\"}");
        assertRefused("tokenizer_config.json: do_lower_case \"yes\": expected true or false");
        write("tokenizer_config.json", "{\"cls_token\": \"<s>\"}");
        assertRefused("tokenizer_config.json: cls_token \"<s>\": expected \"[CLS]\"");
        write("tokenizer_config.json", "{\"mask_token\": {\"content\": \"<mask>\"}}");
        assertRefused("tokenizer_config.json: mask_token \"<mask>\": expected \"[MASK]\"");
        write("tokenizer_config.json", "{\"additional_special_tokens\": [\"<e1>\"]}");
        assertRefused("adds tokens to the vocabulary (<e1>): expected only BERT's special tokens");
        write("tokenizer_config.json", "{\"added_tokens_decoder\": {\"7\": {\"content\": \"<e2>\"}}}");
        assertRefused("adds tokens to the vocabulary (<e2>)");
        write("tokenizer_config.json", "{}");
        write("added_tokens.json", "{\"<e3>\": 200}");
        assertRefused("adds tokens to the vocabulary (<e3>)");
        Files.delete(folder.resolve("added_tokens.json"));
        Files.copy(TinyFolder.golden("cased").resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        write("tokenizer_config.json", "{\"do_lower_case\": true}");
        assertRefused("tokenizer_config.json: do_lower_case true: tokenizer.json says false: set both to the value");
        Files.delete(folder.resolve("tokenizer.json"));
        Files.delete(folder.resolve("vocab.txt"));
        assertRefused("has neither tokenizer.json nor vocab.txt: add the tokenizer, in Python by AutoTokenizer");
        Files.write(folder.resolve("vocab.txt"), new byte[] {(byte) 0xC3, '\n'});
        assertRefused("vocab.txt: expected a text in UTF-8");
        write("vocab.txt", "[UNK]\n");
        assertRefused("the tokenizer's vocabulary has no token [CLS]");
    }

    /** Without a setting, text is converted to lower case, as in transformers. Then most tokens of a cased vocabulary would never occur. */
    @Test
    void aVocabularyWithUpperCaseNeedsTheSetting() throws IOException {
        Files.delete(folder.resolve("tokenizer_config.json"));
        write("vocab.txt", Files.readString(folder.resolve("vocab.txt")).replaceAll("[ẞΣİ]\n", ""));
        assertThat(HuggingFaceFolder.open(folder).wordPiece().normalizer().lowercase())
                .isTrue();
        write("vocab.txt", Files.readString(TinyFolder.golden("cased.txt")));
        assertRefused("vocab.txt has upper case, as in \"The\", and tokenizer_config.json does not say whether text is"
                + " made lower case: write there {\"do_lower_case\": false}, or true");
    }

    @Test
    void weightsWithoutRoom() {
        HuggingFaceFolder open = HuggingFaceFolder.open(folder);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open.requireRoom(2 * 4 * open.config().weights() - 1))
                .withMessageContaining(
                        " cannot be the encoder: needs 0 MB of heap and has 0 MB: choose a smaller encoder");
        open.requireRoom(2 * 4 * open.config().weights());
    }

    @Test
    void otherPoolingThanTheMean() throws IOException {
        String mean = "{\"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}";
        write("1_Pooling/config.json", mean);
        assertThat(HuggingFaceFolder.open(folder).name()).startsWith("mine ");
        write("1_Pooling/config.json", mean.replace("false", "true"));
        assertRefused("1_Pooling/config.json: pooling_mode_cls_token: expected the mean of a text's rows");
        write("1_Pooling/config.json", "{\"pooling_mode\": \"cls\"}");
        assertRefused("1_Pooling/config.json: pooling_mode: expected the mean of a text's rows");
    }
}
