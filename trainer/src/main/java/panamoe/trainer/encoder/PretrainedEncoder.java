package panamoe.trainer.encoder;

/**
 * The encoder that the models begin with.
 *
 * @param name for reports
 * @param tokenizer whose ids the weights know
 * @param weights of the encoder
 */
public record PretrainedEncoder(String name, Tokenizer tokenizer, BertWeights weights) {}
