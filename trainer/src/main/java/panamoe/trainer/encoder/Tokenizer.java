package panamoe.trainer.encoder;

import panamoe.trainer.tasks.Example;

/** Turns an example's text, or pair of texts, into tokens. */
@FunctionalInterface
public interface Tokenizer {

    /** At most {@code maxTokens} tokens. */
    TokenIds encode(Example example, int maxTokens);

    /** The tokenizer of a BERT encoder. */
    static Tokenizer of(WordPiece wordPiece) {
        return (example, maxTokens) -> example.pair() == null
                ? wordPiece.encode(example.text(), maxTokens)
                : wordPiece.encode(example.text(), example.pair(), maxTokens);
    }
}
