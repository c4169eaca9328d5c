package panamoe.trainer.encoder;

/**
 * A pretrained encoder with its tokenizer.
 *
 * @param name the name in reports
 * @param wordPiece the tokenizer of its vocabulary
 * @param weights the weights of the encoder
 */
public record PretrainedEncoder(String name, WordPiece wordPiece, BertWeights weights) {

    /** The tokenizer for examples. */
    public Tokenizer tokenizer() {
        return Tokenizer.of(wordPiece);
    }
}
