package panamoe.trainer.encoder;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The uncased WordPiece tokenizer of BERT: normalised text is split at spaces and punctuation, and each word is
 * covered from the left by the longest pieces of the vocabulary. A word that cannot be covered is one {@code [UNK]}.
 * A special token's name in the text, such as {@code [MASK]}, is that token, as in the Hugging Face tokenizers, whose
 * ids these are.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">BERT, Devlin et al. 2019, section 3</a>
 */
public final class WordPiece {

    private static final int ABSENT = -1;

    /** BERT's special tokens. */
    private static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    /** Stands before a piece that goes on a word. */
    private static final String CONTINUATION = "##";

    /** Longer words are unknown: what BERT's vocabularies are used with. */
    private static final int MAX_WORD_LENGTH = 100;

    private final MutableObjectIntMap<String> vocabulary;
    private final Pattern specialTokens;
    private final String continuation;
    private final int maxWordLength;
    private final int unknown;
    private final int cls;
    private final int sep;

    private WordPiece(
            MutableObjectIntMap<String> vocabulary,
            Iterable<String> specialTokens,
            String continuation,
            int maxWordLength,
            String unknown)
            throws IOException {
        this.vocabulary = vocabulary;
        this.specialTokens = Pattern.compile(StreamSupport.stream(specialTokens.spliterator(), false)
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
        this.continuation = continuation;
        this.maxWordLength = maxWordLength;
        this.unknown = special(unknown);
        this.cls = special("[CLS]");
        this.sep = special("[SEP]");
    }

    private static WordPiece ofTokenizer(JsonNode tokenizer) throws IOException {
        JsonNode model = tokenizer.path("model");
        String type = model.path("type").asString("");
        JsonNode normalizer = tokenizer.path("normalizer");
        if (!type.equals("WordPiece")
                || !normalizer.path("type").asString("").equals("BertNormalizer")
                || !normalizer.path("lowercase").asBoolean(false)) {
            throw new IOException(
                    "not an uncased BERT WordPiece tokenizer: model type '" + type + "', normalizer " + normalizer);
        }
        MutableObjectIntMap<String> vocabulary = ObjectIntMaps.mutable.empty();
        for (var entry : model.path("vocab").properties()) {
            vocabulary.put(entry.getKey(), entry.getValue().asInt());
        }
        return new WordPiece(
                vocabulary,
                tokenizer
                        .path("added_tokens")
                        .valueStream()
                        .map(token -> token.path("content").asString())
                        .toList(),
                model.path("continuing_subword_prefix").asString(),
                model.path("max_input_chars_per_word").asInt(),
                model.path("unk_token").asString());
    }

    /**
     * The tokenizer of a {@code vocab.txt}: a token per line, whose number is the token's id.
     *
     * @throws IOException if a token is there twice, or one of BERT's special tokens is missing
     */
    public static WordPiece ofVocabulary(List<String> tokens) throws IOException {
        MutableObjectIntMap<String> vocabulary = ObjectIntMaps.mutable.empty();
        for (String token : tokens) {
            if (vocabulary.containsKey(token)) {
                throw new IOException("the tokenizer's vocabulary has token " + token + " twice");
            }
            vocabulary.put(token, vocabulary.size());
        }
        return new WordPiece(vocabulary, SPECIAL_TOKENS, CONTINUATION, MAX_WORD_LENGTH, "[UNK]");
    }

    /** The tokens in the order of their ids: the lines of a {@code vocab.txt}. */
    public ImmutableList<String> tokens() {
        return vocabulary.keysView().toSortedListBy(vocabulary::get).toImmutable();
    }

    /**
     * Reads a {@code tokenizer.json} of the Hugging Face format.
     *
     * @throws IOException if it is not JSON, or not an uncased WordPiece tokenizer
     */
    public static WordPiece read(byte[] json) throws IOException {
        try {
            return ofTokenizer(JsonMapper.shared().readTree(json));
        } catch (JacksonException e) {
            throw new IOException("the tokenizer is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Encodes a text as {@code [CLS] text [SEP]}, cut on the right to at most {@code maxLength} tokens.
     *
     * @throws IllegalArgumentException if {@code maxLength} is below 2
     */
    public TokenIds encode(String text, int maxLength) {
        requireLength(maxLength, 2);
        MutableIntList pieces = pieces(text);
        MutableIntList ids = IntLists.mutable.with(cls);
        appendSegment(ids, pieces, Math.min(pieces.size(), maxLength - 2));
        return new TokenIds(ids.toImmutable(), ids.size());
    }

    /**
     * Encodes a pair as {@code [CLS] first [SEP] second [SEP]}, of at most {@code maxLength} tokens. What is too much
     * is cut on the right of the longer text until both are equally long, then of both.
     *
     * @throws IllegalArgumentException if {@code maxLength} is below 3
     */
    public TokenIds encode(String first, String second, int maxLength) {
        requireLength(maxLength, 3);
        MutableIntList a = pieces(first);
        MutableIntList b = pieces(second);
        int room = maxLength - 3;
        int half = a.size() > b.size() ? room - room / 2 : room / 2; // an odd token goes to the longer, else to b
        int lengthA = Math.min(a.size(), Math.max(half, room - b.size()));
        int lengthB = Math.min(b.size(), room - lengthA);
        MutableIntList ids = IntLists.mutable.with(cls);
        appendSegment(ids, a, lengthA);
        int firstSegment = ids.size();
        appendSegment(ids, b, lengthB);
        return new TokenIds(ids.toImmutable(), firstSegment);
    }

    private void appendSegment(MutableIntList ids, MutableIntList pieces, int length) {
        for (int i = 0; i < length; i++) {
            ids.add(pieces.get(i));
        }
        ids.add(sep);
    }

    private MutableIntList pieces(String text) {
        MutableIntList ids = IntLists.mutable.empty();
        Matcher special = specialTokens.matcher(text);
        int start = 0;
        while (special.find()) {
            appendText(ids, text.substring(start, special.start()));
            ids.add(vocabulary.get(special.group()));
            start = special.end();
        }
        appendText(ids, text.substring(start));
        return ids;
    }

    private void appendText(MutableIntList ids, String text) {
        String normal = BertNormalizer.normalize(text);
        int start = 0;
        for (int i = 0, next; i < normal.length(); i = next) {
            int c = normal.codePointAt(i);
            next = i + Character.charCount(c);
            boolean punctuation = BertNormalizer.isPunctuation(c);
            if (c == ' ' || punctuation) {
                appendWord(ids, normal.substring(start, i));
                start = next;
            }
            if (punctuation) {
                appendWord(ids, normal.substring(i, next));
            }
        }
        appendWord(ids, normal.substring(start));
    }

    private void appendWord(MutableIntList ids, String word) {
        if (word.codePointCount(0, word.length()) > maxWordLength) {
            ids.add(unknown);
            return;
        }
        int sizeBefore = ids.size();
        for (int start = 0; start < word.length(); ) {
            String prefix = start == 0 ? "" : continuation;
            int end = word.length();
            while (end > start && !vocabulary.containsKey(prefix + word.substring(start, end))) {
                end--;
            }
            if (end == start) {
                truncate(ids, sizeBefore);
                ids.add(unknown);
                return;
            }
            ids.add(vocabulary.get(prefix + word.substring(start, end)));
            start = end;
        }
    }

    private static void truncate(MutableIntList ids, int size) {
        while (ids.size() > size) {
            ids.removeAtIndex(ids.size() - 1);
        }
    }

    private int special(String token) throws IOException {
        int id = vocabulary.getIfAbsent(token, ABSENT);
        if (id == ABSENT) {
            throw new IOException("the tokenizer's vocabulary has no token " + token);
        }
        return id;
    }

    private static void requireLength(int maxLength, int least) {
        if (maxLength < least) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + "; the special tokens alone take " + least);
        }
    }
}
