/**
 * The files of a kept model; docs/model.md describes them.
 *
 * <pre>
 *   KeptModel --ModelFolder.write--> config.json tasks.json model.safetensors vocab.txt ... --ModelFolder.read--> KeptModel
 * </pre>
 */
package panamoe.trainer.product.folder;
