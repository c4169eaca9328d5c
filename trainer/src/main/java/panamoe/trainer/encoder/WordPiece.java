package panamoe.trainer.encoder;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import panamoe.tensor.Check;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Surrogates;

/**
 * The WordPiece tokenizer of BERT. It splits the normalised text at spaces and punctuation, and splits each word greedily from the
 * left into the longest pieces of the vocabulary. A word without such a split becomes one {@code [UNK]}. The name of a special
 * token in the text, such as {@code [MASK]}, becomes that token. The ids equal those of the Hugging Face tokenizers.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">BERT, Devlin et al. 2019, section 3</a>
 */
public final class WordPiece {

    /** The special tokens of BERT. Every vocabulary has them, with any ids. */
    public static final List<String> SPECIAL_TOKENS = List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]");

    static final String UNKNOWN = "[UNK]";

    static final String CLS = "[CLS]";

    static final String SEP = "[SEP]";

    /** The prefix of a piece that continues a word. */
    static final String CONTINUATION = "##";

    /** The most characters of a word; a longer word becomes {@code [UNK]}, as in BERT. */
    static final int MAX_WORD_LENGTH = 100;

    private static final int ABSENT = -1;

    private static final Pattern SPECIAL_TOKEN =
            Pattern.compile(SPECIAL_TOKENS.stream().map(Pattern::quote).collect(Collectors.joining("|")));

    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");

    private final MutableObjectIntMap<String> vocabulary;
    private final BertNormalizer normalizer;
    private final int unknown;
    private final int cls;
    private final int sep;

    private WordPiece(MutableObjectIntMap<String> vocabulary, BertNormalizer normalizer) {
        this.vocabulary = vocabulary;
        this.normalizer = normalizer;
        this.unknown = vocabulary.get(UNKNOWN);
        this.cls = vocabulary.get(CLS);
        this.sep = vocabulary.get(SEP);
    }

    /**
     * Creates a tokenizer.
     *
     * @param tokens the lines of a {@code vocab.txt}; the index of a token, from 0, is its id
     * @param normalizer the normalizer of texts
     * @throws IllegalArgumentException if a token occurs twice or has a line break or an unpaired surrogate, or if a special token
     *     is missing
     */
    public static WordPiece of(List<String> tokens, BertNormalizer normalizer) {
        MutableObjectIntMap<String> vocabulary = ObjectIntMaps.mutable.empty();
        for (String token : tokens) {
            int id = vocabulary.size();
            int before = vocabulary.getIfAbsent(token, ABSENT);
            Check.that(
                    before == ABSENT,
                    () -> "the tokenizer's vocabulary has token " + MessageText.quoted(token) + " twice, with ids "
                            + before + " and " + id + ": give one of them an unused name");
            Check.that(
                    !LINE_BREAK.matcher(token).find() && Surrogates.unpaired(token) < 0,
                    () -> "the tokenizer's vocabulary has token " + MessageText.quoted(token) + " with id " + id
                            + ": expected a text in one line");
            vocabulary.put(token, id);
        }
        for (String token : SPECIAL_TOKENS) {
            Check.that(
                    vocabulary.containsKey(token),
                    () -> "the tokenizer's vocabulary has no token " + token + ": expected BERT's special tokens "
                            + String.join(", ", SPECIAL_TOKENS));
        }
        return new WordPiece(vocabulary, normalizer);
    }

    /** The normalizer of texts. */
    public BertNormalizer normalizer() {
        return normalizer;
    }

    /** The tokens in the order of their ids: the lines of a {@code vocab.txt}. */
    public ImmutableList<String> tokens() {
        return vocabulary.keysView().toSortedListBy(vocabulary::get).toImmutable();
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
     * Encodes a pair as {@code [CLS] first [SEP] second [SEP]}, cut to at most {@code maxLength} tokens. The longer text is cut on
     * the right until both texts are equally long; then both are cut.
     *
     * @throws IllegalArgumentException if {@code maxLength} is below 3
     */
    public TokenIds encode(String first, String second, int maxLength) {
        requireLength(maxLength, 3);
        MutableIntList a = pieces(first);
        MutableIntList b = pieces(second);
        int room = maxLength - 3;
        int half =
                a.size() > b.size() ? room - room / 2 : room / 2; // an odd token goes to the longer text, on a tie to b
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
        Matcher special = SPECIAL_TOKEN.matcher(text);
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
        String normal = normalizer.normalize(text);
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
        if (word.codePointCount(0, word.length()) > MAX_WORD_LENGTH) {
            ids.add(unknown);
            return;
        }
        int sizeBefore = ids.size();
        for (int start = 0; start < word.length(); ) {
            String prefix = start == 0 ? "" : CONTINUATION;
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

    private static void requireLength(int maxLength, int least) {
        if (maxLength < least) {
            throw new IllegalArgumentException(
                    "maxLength " + maxLength + ": expected at least " + least + ", the number of special tokens");
        }
    }
}
