/**
 * An encoder of one's own: the folder that {@code save_pretrained} writes of a BERT and its tokenizer. Nothing in it is trusted.
 *
 * <pre>
 *   config.json -> BertConfig --------------------------------------+
 *   tokenizer.json, or vocab.txt and tokenizer_config.json          |
 *     -TokenizerFiles-> WordPiece ----------------------------------+-> HuggingFaceFolder: EncoderSource
 *   model.safetensors -WeightsFile-> BertWeights -------------------+
 * </pre>
 */
package panamoe.trainer.encoder.huggingface;
