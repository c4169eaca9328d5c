package panamoe.trainer.encoder.huggingface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import panamoe.tensor.Check;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.encoder.BertNormalizer;
import panamoe.trainer.encoder.JsonKeys;
import panamoe.trainer.encoder.TokenizerJson;
import panamoe.trainer.encoder.WordPiece;
import tools.jackson.databind.JsonNode;

/**
 * Reads the tokenizer from {@code tokenizer.json}, or from {@code vocab.txt} if there is no such file.
 * {@code tokenizer_config.json} configures the normalizer for {@code vocab.txt}, and must not contradict {@code tokenizer.json}.
 */
final class TokenizerFiles {

    private static final String TOKENIZER = "tokenizer.json";
    private static final String VOCABULARY = "vocab.txt";
    private static final String SETTINGS = "tokenizer_config.json";
    private static final String ADDED = "added_tokens.json";

    private static final String LOWERCASE = "do_lower_case";
    private static final String STRIP_ACCENTS = "strip_accents";
    private static final String CHINESE = "tokenize_chinese_chars";

    /** Special and unused tokens such as [unused1], which are ignored when the vocabulary is checked for upper case. */
    private static final Pattern BRACKETED = Pattern.compile("\\[.*\\]");

    private final Path folder;
    private final JsonKeys settings;

    private TokenizerFiles(Path folder, JsonKeys settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** @throws IllegalArgumentException if the tokenizer is missing, damaged or not BERT's */
    static WordPiece read(Path folder) throws IOException {
        boolean hasSettings = Files.exists(folder.resolve(SETTINGS));
        JsonKeys settings = JsonKeys.parse(SETTINGS, hasSettings ? FolderText.read(folder.resolve(SETTINGS)) : "{}");
        TokenizerFiles files = new TokenizerFiles(folder, settings);
        files.requireOwnTokensOnly();
        if (Files.exists(folder.resolve(TOKENIZER))) {
            WordPiece wordPiece = TokenizerJson.read(TOKENIZER, FolderText.read(folder.resolve(TOKENIZER)));
            files.requireAgree(wordPiece.normalizer());
            return wordPiece;
        }
        Check.that(
                Files.exists(folder.resolve(VOCABULARY)),
                "has neither " + TOKENIZER + " nor " + VOCABULARY
                        + ": add the tokenizer, in Python by AutoTokenizer.from_pretrained(NAME).save_pretrained(DIR)");
        return files.ofVocabulary(
                FolderText.read(folder.resolve(VOCABULARY)).lines().toList());
    }

    private WordPiece ofVocabulary(List<String> tokens) {
        settings.text("tokenizer_class")
                .ifPresent(name -> Check.that(
                        name.equals("BertTokenizer") || name.equals("BertTokenizerFast"),
                        () -> SETTINGS + ": tokenizer_class " + MessageText.quoted(name)
                                + ": expected BertTokenizer; choose another encoder"));
        Optional<Boolean> setting = settings.truth(LOWERCASE);
        if (setting.isEmpty()) {
            tokens.stream()
                    .filter(token -> !BRACKETED.matcher(token).matches()
                            && !token.toLowerCase(Locale.ROOT).equals(token))
                    .findFirst()
                    .ifPresent(token -> {
                        throw new IllegalArgumentException(VOCABULARY + " has upper case, as in "
                                + MessageText.quoted(token) + ", and " + SETTINGS
                                + " does not say whether text is made lower case: write there {\"" + LOWERCASE
                                + "\": false}, or true");
                    });
        }
        boolean lowercase = setting.orElse(true);
        return WordPiece.of(
                tokens,
                new BertNormalizer(
                        lowercase,
                        settings.truth(STRIP_ACCENTS).orElse(lowercase),
                        settings.truth(CHINESE).orElse(true)));
    }

    private void requireAgree(BertNormalizer normalizer) {
        requireAgree(LOWERCASE, normalizer.lowercase());
        requireAgree(STRIP_ACCENTS, normalizer.stripAccents());
        requireAgree(CHINESE, normalizer.chineseCharacters());
    }

    private void requireAgree(String key, boolean value) {
        settings.truth(key)
                .ifPresent(setting -> Check.that(
                        setting == value,
                        () -> SETTINGS + ": " + key + " " + setting + ": " + TOKENIZER + " says " + value
                                + ": set both to the value that the encoder was trained with"));
    }

    /**
     * Refuses tokens outside the vocabulary, which the WordPiece tokenizer would split, and special tokens of other names, which it
     * would not find.
     */
    private void requireOwnTokensOnly() throws IOException {
        Set<String> more = new LinkedHashSet<>();
        if (Files.exists(folder.resolve(ADDED))) {
            more.addAll(JsonKeys.parse(ADDED, FolderText.read(folder.resolve(ADDED)))
                    .names());
        }
        for (JsonNode added : settings.node().path("added_tokens_decoder")) {
            more.add(content(added));
        }
        for (JsonNode special : settings.node().path("additional_special_tokens")) {
            more.add(content(special));
        }
        for (String token : WordPiece.SPECIAL_TOKENS) {
            String key = token.substring(1, token.length() - 1).toLowerCase(Locale.ROOT) + "_token";
            JsonNode named = settings.node().path(key);
            if (!named.isMissingNode() && !named.isNull()) {
                Check.that(
                        content(named).equals(token),
                        () -> SETTINGS + ": " + key + " " + MessageText.quoted(content(named)) + ": expected \"" + token
                                + "\", as a BERT has it; choose another encoder");
            }
        }
        WordPiece.SPECIAL_TOKENS.forEach(more::remove);
        Check.that(
                more.isEmpty(),
                () -> "adds tokens to the vocabulary (" + MessageText.names(more)
                        + "): expected only BERT's special tokens; choose another encoder");
    }

    private static String content(JsonNode token) {
        return token.isString() ? token.asString() : token.path("content").asString("");
    }
}
