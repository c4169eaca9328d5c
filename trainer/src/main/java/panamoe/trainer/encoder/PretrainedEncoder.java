package panamoe.trainer.encoder;

/**
 * The encoder that the models begin with.
 *
 * @param name for reports
 * @param wordPiece the tokenizer whose ids the weights know
 * @param weights of the encoder
 */
public record PretrainedEncoder(String name, WordPiece wordPiece, BertWeights weights) {

    /** Turns examples into tokens. */
    public Tokenizer tokenizer() {
        return Tokenizer.of(wordPiece);
    }
}
