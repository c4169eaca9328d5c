/**
 * Several processes that compute together: a {@link panamoe.tensor.parallel.Communicator} moves bytes between them, a
 * {@link panamoe.tensor.parallel.ProcessGroup} moves tensors.
 */
@NullMarked
package panamoe.tensor.parallel;

import org.jspecify.annotations.NullMarked;
