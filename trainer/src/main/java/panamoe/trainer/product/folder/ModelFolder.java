package panamoe.trainer.product.folder;

import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.InputFile;
import panamoe.trainer.common.RequiredKeys;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.WordPiece;
import panamoe.trainer.learner.MultiTaskModel;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * The folder of a kept model. {@code SHA256SUMS} is written last and has the digest of every file that a model needs. So a folder that is
 * incomplete or was changed is refused.
 */
public final class ModelFolder {

    static final String CONFIG = "config.json";
    static final String TASKS = "tasks.json";
    static final String WEIGHTS = "model.safetensors";
    static final String VOCABULARY = "vocab.txt";
    static final String SETTINGS = "settings.yaml";

    private static final List<String> FILES = List.of(CONFIG, TASKS, WEIGHTS, VOCABULARY, SETTINGS);

    /** The largest size of a text file; a longer one is refused before it is read. */
    private static final long MOST_TEXT_BYTES = 64L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(
                    AnnotationIntrospector.pair(new RequiredKeys(), new JacksonAnnotationIntrospector()))
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(LogicalType.Textual, ModelFolder::refuseOtherThanText)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .addModule(new SimpleModule().addKeyDeserializer(Integer.class, new LayerKey()))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final JsonMapper HEADING_MAPPER = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ModelFolder() {}

    private static void refuseOtherThanText(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** Writes a model to a folder, which may have other files. All files are on the disk when this returns. */
    public static void write(KeptModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        ModelWeights.write(model, folder.resolve(WEIGHTS));
        AtomicFile.write(folder.resolve(TASKS), MAPPER.writeValueAsString(model.tasks()) + "\n");
        AtomicFile.write(folder.resolve(VOCABULARY), model.wordPiece().tokens().makeString("", "\n", "\n"));
        AtomicFile.write(folder.resolve(SETTINGS), model.settings());
        AtomicFile.write(folder.resolve(CONFIG), MAPPER.writeValueAsString(model.config()) + "\n");
        AtomicFile.write(folder.resolve(Checksums.FILE), Checksums.of(folder, FILES));
    }

    /**
     * Reads a model and checks all of it: the digests of the files, the sizes before memory is allocated, and every tensor.
     *
     * @throws UserError if the folder has no model, or a damaged one
     */
    public static KeptModel read(Path folder, Backend backend) {
        if (!Files.isDirectory(folder) || Files.notExists(folder.resolve(Checksums.FILE))) {
            throw new UserError(folder + (Files.isDirectory(folder) ? " has no " + Checksums.FILE : " is no folder")
                    + ": expected the folder of a model, as panamoe train writes it");
        }
        try {
            Checksums.require(folder, FILES);
            ModelConfig config = config(folder.resolve(CONFIG));
            List<KeptTask> tasks = json(folder.resolve(TASKS), new TypeReference<>() {});
            WordPiece wordPiece = wordPiece(folder, config);
            ModelWeights weights = ModelWeights.open(folder.resolve(WEIGHTS), config);
            BertWeights encoder = weights.encoder();
            MultiTaskModel network = new MultiTaskModel(
                    backend,
                    config.method(),
                    config.model(),
                    config.experts(),
                    encoder,
                    config.slots(),
                    config.classes(),
                    modelRng(config.seed()));
            weights.load(network);
            return new KeptModel(config, tasks, wordPiece, encoder, network, text(folder.resolve(SETTINGS)));
        } catch (IOException e) {
            throw new UserError(folder + " cannot be read as a model: " + FileProblem.within(folder, e));
        } catch (IllegalArgumentException e) {
            throw new UserError(folder + " cannot be read as a model: " + e.getMessage());
        }
    }

    /** The size in bytes of the files that a model needs, {@code SHA256SUMS} included. */
    public static long bytes(Path folder) throws IOException {
        long bytes = Files.size(folder.resolve(Checksums.FILE));
        for (String file : FILES) {
            bytes += Files.size(folder.resolve(file));
        }
        return bytes;
    }

    /** The generator of a model's initial weights and of its fixed random gates. */
    public static Rng modelRng(long seed) {
        return new Rng(seed).derive(0);
    }

    /** Checks the version first, since another version may have other keys. */
    private static ModelConfig config(Path file) throws IOException {
        FolderJson.read(HEADING_MAPPER, file, text(file), new TypeReference<ModelConfig.Heading>() {});
        return json(file, new TypeReference<>() {});
    }

    private static <T> T json(Path file, TypeReference<T> type) throws IOException {
        return FolderJson.read(MAPPER, file, text(file), type);
    }

    private static WordPiece wordPiece(Path folder, ModelConfig config) throws IOException {
        List<String> tokens = text(folder.resolve(VOCABULARY)).lines().toList();
        BertConfig sizes = config.encoder().config();
        if (tokens.size() > sizes.vocabulary()) {
            throw new IOException(VOCABULARY + " has " + tokens.size() + " tokens: expected at most the "
                    + sizes.vocabulary() + " of the encoder");
        }
        return WordPiece.of(tokens, config.tokenizer().normalizer());
    }

    private static String text(Path file) throws IOException {
        long bytes = Files.size(InputFile.regular(file));
        if (bytes > MOST_TEXT_BYTES) {
            throw new IOException(file.getFileName() + " has " + bytes + " bytes: expected at most " + MOST_TEXT_BYTES);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file.getFileName() + ": expected a text in UTF-8", e);
        }
    }
}
