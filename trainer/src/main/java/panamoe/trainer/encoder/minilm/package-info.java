/**
 * The encoder all-MiniLM-L6-v2, read from the files of a Maven artifact.
 *
 * <pre>
 *   all-minilm-l6-v2.onnx -OnnxReader-> BertWeights -------------------+
 *   all-minilm-l6-v2-tokenizer.json -TokenizerJson-> WordPiece --------+-> MiniLm.load: PretrainedEncoder
 * </pre>
 *
 * <p>MiniLM: Wang et al. 2020, arXiv:2002.10957; Apache-2.0. SNLI, MultiNLI and QQP are among the sentence pairs that
 * this model was trained on.
 */
@NullMarked
package panamoe.trainer.encoder.minilm;

import org.jspecify.annotations.NullMarked;
