/**
 * The files of a kept model; docs/model.md describes them.
 *
 * <pre>
 *                                    config.json   tasks.json     model.safetensors
 *   KeptModel --ModelFolder.write-->                                                --ModelFolder.read--> KeptModel
 *                                    vocab.txt     settings.yaml  SHA256SUMS
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.folder;

import org.jspecify.annotations.NullMarked;
