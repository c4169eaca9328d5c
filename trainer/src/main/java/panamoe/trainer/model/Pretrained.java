package panamoe.trainer.model;

import java.io.IOException;
import panamoe.trainer.minilm.MiniLmWeights;
import panamoe.trainer.minilm.WordPiece;

/**
 * What the models begin with.
 *
 * @param name for reports
 * @param tokenizer whose ids the weights know
 * @param weights of the encoder
 */
public record Pretrained(String name, Tokenizer tokenizer, MiniLmWeights weights) {

    /** all-MiniLM-L6-v2 from the class path. @throws IOException if its artifact is missing or damaged */
    public static Pretrained miniLm() throws IOException {
        return new Pretrained("all-MiniLM-L6-v2", Tokenizer.of(WordPiece.load()), MiniLmWeights.load());
    }
}
