/**
 * Encoders from folders that {@code save_pretrained} of Hugging Face transformers wrote for a BERT and its tokenizer. The content
 * of the files is not trusted.
 *
 * <pre>
 *   config.json -ConfigFile-> BertConfig ---------------------------+
 *   tokenizer.json, or vocab.txt and tokenizer_config.json          |
 *     -TokenizerFiles-> WordPiece ----------------------------------+-> HuggingFaceFolder: EncoderSource
 *   model.safetensors -WeightsFile-> BertWeights -------------------+
 * </pre>
 */
@NullMarked
package panamoe.trainer.encoder.huggingface;

import org.jspecify.annotations.NullMarked;
