/**
 * The pretrained encoder all-MiniLM-L6-v2 as plain data: its tokenizer and its weights, read from the files of a Maven
 * artifact with nothing but a JSON parser.
 *
 * <pre>
 * all-minilm-l6-v2-tokenizer.json --> WordPiece  --> TokenIds          (text to token ids)
 * all-minilm-l6-v2.onnx --> OnnxReader --> BertWeights(BertConfig)   (name to Weight)
 * </pre>
 *
 * <p>MiniLM: Wang et al. 2020, arXiv:2002.10957; Apache-2.0. SNLI, MultiNLI and QQP are among the sentence pairs that
 * this model was trained on.
 */
package panamoe.trainer.encoder;
