package panamoe.trainer.encoder;

import panamoe.trainer.tasks.Example;

/** Encodes the text or the pair of texts of an example as token ids. */
@FunctionalInterface
public interface Tokenizer {

    /** Encodes an example as at most {@code maxTokens} tokens; longer texts are cut. */
    TokenIds encode(Example example, int maxTokens);

    /** The tokenizer of a BERT encoder. */
    static Tokenizer of(WordPiece wordPiece) {
        return (example, maxTokens) -> example.pair() == null
                ? wordPiece.encode(example.text(), maxTokens)
                : wordPiece.encode(example.text(), example.pair(), maxTokens);
    }
}
