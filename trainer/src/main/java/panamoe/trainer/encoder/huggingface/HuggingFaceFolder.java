package panamoe.trainer.encoder.huggingface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.encoder.JsonKeys;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.WordPiece;

/** A BERT encoder in a folder that {@code save_pretrained} of Hugging Face transformers wrote. */
public final class HuggingFaceFolder implements EncoderSource {

    /** The file in which sentence-transformers states its pooling. */
    private static final String POOLING = "1_Pooling/config.json";

    private static final String POOLING_MODE = "pooling_mode";
    private static final String MEAN_POOLING = "pooling_mode_mean_tokens";

    /** The hexadecimal digits of the digest in the name; enough to distinguish encoders. */
    private static final int FINGERPRINT_DIGITS = 16;

    private final Path folder;
    private final String name;
    private final BertConfig config;
    private final WordPiece wordPiece;
    private final WeightsFile weights;

    private HuggingFaceFolder(Path folder, String name, BertConfig config, WordPiece wordPiece, WeightsFile weights) {
        this.folder = folder;
        this.name = name;
        this.config = config;
        this.wordPiece = wordPiece;
        this.weights = weights;
    }

    /**
     * Reads the sizes, the tokenizer and the header of the weights, and checks that they match.
     *
     * @throws UserError if the folder has no encoder that can be used here
     */
    public static HuggingFaceFolder open(Path folder) {
        try {
            Check.that(Files.isDirectory(folder), "expected a folder with config.json and model.safetensors");
            Check.that(
                    !Files.notExists(folder.resolve(ConfigFile.FILE)),
                    "has no " + ConfigFile.FILE + ": expected the folder of a Hugging Face BERT");
            BertConfig config = ConfigFile.read(FolderText.read(folder.resolve(ConfigFile.FILE)));
            requireMeanPooling(folder);
            WordPiece wordPiece = TokenizerFiles.read(folder);
            int tokens = wordPiece.tokens().size();
            Check.that(
                    tokens <= config.vocabulary(),
                    () -> "the tokenizer has " + tokens + " tokens: expected at most the " + config.vocabulary()
                            + " of " + ConfigFile.FILE + ", vocab_size");
            WeightsFile weights = WeightsFile.open(folder, config);
            return new HuggingFaceFolder(folder, name(folder, config, wordPiece, weights), config, wordPiece, weights);
        } catch (IOException e) {
            throw refused(folder, FileProblem.within(folder, e));
        } catch (IllegalArgumentException e) {
            throw refused(folder, String.valueOf(e.getMessage()));
        }
    }

    private static UserError refused(Path folder, String reason) {
        return new UserError(folder + " cannot be the encoder: " + reason);
    }

    /** The name of the folder and a fingerprint of everything that is used of its files. */
    private static String name(Path folder, BertConfig config, WordPiece wordPiece, WeightsFile weights)
            throws IOException {
        String used = String.join(
                "\n",
                config.toString(),
                wordPiece.normalizer().toString(),
                wordPiece.tokens().makeString("\n"),
                weights.sha256());
        Path last = folder.toRealPath().getFileName();
        return MessageText.visible(last == null ? "encoder" : last.toString()) + " "
                + Sha256.of(used).substring(0, FINGERPRINT_DIGITS);
    }

    /**
     * Models pool a text by the mean of its rows. An encoder that was trained for another pooling needs an explicit decision of the
     * user.
     */
    private static void requireMeanPooling(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(POOLING))) {
            return;
        }
        JsonKeys keys = JsonKeys.parse(POOLING, FolderText.read(folder.resolve(POOLING)));
        List<String> others = keys.names().stream()
                .filter(key -> key.startsWith(POOLING_MODE + "_") && !key.equals(MEAN_POOLING))
                .filter(key -> keys.truth(key).orElse(false))
                .toList();
        Check.that(
                others.isEmpty() && keys.text(POOLING_MODE).orElse("mean").equals("mean"),
                () -> POOLING + ": " + (others.isEmpty() ? POOLING_MODE : String.join(", ", others))
                        + ": expected the mean of a text's rows, the only supported pooling; to use the encoder with mean"
                        + " pooling, remove that file");
    }

    /** Checks that the heap has room for two copies of the weights: those of the file and those of the model. */
    void requireRoom(long heap) {
        long need = 2 * config.weights() * Float.BYTES;
        if (need > heap) {
            throw refused(
                    folder,
                    "needs %d MB of heap and has %d MB: choose a smaller encoder, or give more heap with JAVA_OPTS=-Xmx%dm"
                            .formatted(need >> 20, heap >> 20, need >> 19));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BertConfig config() {
        return config;
    }

    /** The tokenizer. */
    public WordPiece wordPiece() {
        return wordPiece;
    }

    /** The names of the tensors that do not belong to the encoder, in the order of the file. */
    public List<String> leftOut() {
        return weights.leftOut();
    }

    /** Reads the weights. @throws UserError if they do not fit into the heap, cannot be read, or are not finite */
    @Override
    public PretrainedEncoder load() {
        requireRoom(Runtime.getRuntime().maxMemory());
        try {
            return new PretrainedEncoder(name, wordPiece, weights.read());
        } catch (IOException e) {
            throw refused(folder, FileProblem.within(folder, e));
        }
    }
}
