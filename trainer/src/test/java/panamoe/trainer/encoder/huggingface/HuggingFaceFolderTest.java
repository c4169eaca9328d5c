package panamoe.trainer.encoder.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Context;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;
import panamoe.tensor.Backends;
import panamoe.tensor.Workspace;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.Golden;
import panamoe.trainer.encoder.PackedTokens;
import panamoe.trainer.encoder.TokenIds;
import panamoe.trainer.encoder.WordPiece;

/** Folders of transformers, compared with the results of torch and of the Hugging Face tokenizers. */
class HuggingFaceFolderTest {

    private static final String GOLDEN = "huggingface/";

    /** The settings of the tokenizers with golden ids, by name. Each uses the vocabulary of the folder {@code cased}. */
    private static final Map<String, String> OF_CASED_VOCABULARY = Map.of(
            "cased", "{\"do_lower_case\": false}",
            "uncased-with-accents", "{\"do_lower_case\": true, \"strip_accents\": false}",
            "cased-without-accents", "{\"do_lower_case\": false, \"strip_accents\": true}",
            "whole-chinese", "{\"do_lower_case\": false, \"tokenize_chinese_chars\": false}");

    @TempDir
    private Path temporary;

    @Test
    void theSizesAreReadFromTheConfiguration() {
        HuggingFaceFolder folder = HuggingFaceFolder.open(TinyFolder.golden("uncased"));

        assertThat(folder.config()).isEqualTo(new BertConfig(174, 64, 2, 3, 16, 2, 40, 1e-6));
        assertThat(folder.leftOut()).containsExactlyInAnyOrder("pooler.dense.weight", "pooler.dense.bias");
        assertThat(folder.name()).matches("uncased [0-9a-f]{16}");
    }

    /**
     * The golden values, up to 4, are read as floats, with a rounding error of at most 1.2e-7. In double this is the whole
     * distance. In float, the dot products of up to 40 terms and the norms round too: measured 1.2e-6, eight times below the limit
     * so that other vector widths pass.
     */
    @ParameterizedTest
    @CsvSource({"reference, 3e-7", "scalar, 1e-5", "vector, 1e-5"})
    void theHiddenStatesAgreeWithTorch(String name, double limit) throws IOException {
        BackendProvider provider =
                Backends.providers().detect(each -> each.name().equals(name));
        assumeTrue(
                provider.unavailable().isEmpty(), () -> provider.unavailable().get());
        HuggingFaceFolder folder = HuggingFaceFolder.open(TinyFolder.golden("uncased"));
        List<TokenIds> texts = Golden.texts(GOLDEN).stream()
                .filter(each -> each.tokenizer().equals("uncased"))
                .map(each -> each.text().ids())
                .toList();
        List<Golden.HiddenState> golden = Golden.hiddenStates(GOLDEN);
        assertThat(golden).hasSizeGreaterThan(30);
        try (Backend backend = provider.create(1)) {
            FrozenEncoder encoder = new FrozenEncoder(backend, folder.load().weights(), 3);
            double distance = 0;
            for (int text : golden.stream()
                    .mapToInt(Golden.HiddenState::text)
                    .distinct()
                    .toArray()) {
                Context ctx = Context.inference(backend, new Workspace(backend));
                double[] hidden =
                        backend.readDoubles(encoder.forward(ctx, PackedTokens.of(ctx, List.of(texts.get(text))))
                                .value());
                for (Golden.HiddenState row : golden) {
                    for (int j = 0; row.text() == text && j < 16; j++) {
                        distance = Math.max(distance, Math.abs(hidden[row.token() * 16 + j] - row.values()[j]));
                    }
                }
            }
            assertThat(distance).isLessThan(limit);
        }
    }

    /** The weights were first rounded to bfloat16, so the three files of three types hold the same numbers. */
    @Test
    void weightsOfEveryTypeAndNamingAreEqual() throws IOException {
        BertWeights expected =
                HuggingFaceFolder.open(TinyFolder.golden("uncased")).load().weights();
        HuggingFaceFolder half = HuggingFaceFolder.open(TinyFolder.golden("cased"));
        Path folder = TinyFolder.copy("cased", temporary.resolve("bf16"));
        Files.copy(
                TinyFolder.golden("bf16.safetensors"),
                folder.resolve("model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);

        for (BertWeights weights : List.of(
                half.load().weights(), HuggingFaceFolder.open(folder).load().weights())) {
            assertThat(weights.tensors()).hasSameSizeAs(expected.tensors());
            expected.tensors()
                    .forEach((name, weight) ->
                            assertThat(weights.get(name).values()).as(name).isEqualTo(weight.values()));
        }
        assertThat(half.leftOut())
                .containsExactlyInAnyOrder(
                        "cls.predictions.bias",
                        "cls.predictions.transform.dense.weight",
                        "cls.predictions.transform.dense.bias",
                        "cls.predictions.transform.LayerNorm.weight",
                        "cls.predictions.transform.LayerNorm.bias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncased", "cased", "uncased-with-accents", "cased-without-accents", "whole-chinese"})
    void theIdsAgreeWithTheHuggingFaceTokenizers(String name) throws IOException {
        Path folder = TinyFolder.copy("uncased", temporary.resolve("folder"));
        if (OF_CASED_VOCABULARY.containsKey(name)) {
            Files.copy(
                    TinyFolder.golden("cased.txt"), folder.resolve("vocab.txt"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("tokenizer_config.json"), OF_CASED_VOCABULARY.get(name));
        }
        assertIds(name, HuggingFaceFolder.open(folder).wordPiece());
    }

    @Test
    void theIdsOfATokenizerJsonAreTheSame() throws IOException {
        assertIds("cased", HuggingFaceFolder.open(TinyFolder.golden("cased")).wordPiece());
    }

    private static void assertIds(String name, WordPiece wordPiece) throws IOException {
        int compared = 0;
        for (Golden.NamedText each : Golden.texts(GOLDEN)) {
            Golden.Text text = each.text();
            if (each.tokenizer().equals(name)) {
                assertThat(
                                text.second() == null
                                        ? wordPiece.encode(text.first(), text.maxLength())
                                        : wordPiece.encode(text.first(), text.second(), text.maxLength()))
                        .as("%s", text)
                        .isEqualTo(text.ids());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(16);
    }

    /** The fingerprint identifies an encoder in settings and results. It covers everything that is used of the folder, and nothing else. */
    @Test
    void theFingerprintCoversEverythingThatIsUsed() throws IOException {
        String name = HuggingFaceFolder.open(TinyFolder.golden("uncased")).name();
        Path folder = TinyFolder.copy("uncased", temporary.resolve("uncased"));
        replace(folder.resolve("config.json"), "\"use_cache\": true", "\"use_cache\": false");
        assertThat(HuggingFaceFolder.open(folder).name()).isEqualTo(name);

        replace(folder.resolve("config.json"), "1e-06", "1e-12");
        String withOtherNorm = HuggingFaceFolder.open(folder).name();
        replace(folder.resolve("tokenizer_config.json"), "true", "false");
        String cased = HuggingFaceFolder.open(folder).name();
        replace(folder.resolve("vocab.txt"), "happy", "hasty");
        String withOtherTokens = HuggingFaceFolder.open(folder).name();
        byte[] weights = Files.readAllBytes(folder.resolve("model.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(folder.resolve("model.safetensors"), weights);
        assertThat(List.of(
                        name,
                        withOtherNorm,
                        cased,
                        withOtherTokens,
                        HuggingFaceFolder.open(folder).name()))
                .doesNotHaveDuplicates()
                .allMatch(each -> each.startsWith("uncased "));
    }

    private static void replace(Path file, String part, String other) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(part);
        Files.writeString(file, text.replace(part, other));
    }
}
