/**
 * The files of a kept model; docs/model.md describes them.
 *
 * <pre>
 *   KeptModel --ModelFolder.write--> config.json tasks.json model.safetensors vocab.txt SHA256SUMS --ModelFolder.read--> KeptModel
 * </pre>
 */
package panamoe.trainer.product.folder;
