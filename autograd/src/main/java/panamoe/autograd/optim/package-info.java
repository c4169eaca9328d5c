/**
 * Optimisers. One step is a few passes over the flat buffers of a {@link panamoe.autograd.Parameters}:
 *
 * <pre>
 *   gradients[P] -- clipFactor --> clip[]
 *                                      |
 *   values[P], gradients[P], moments[P] x 2, settings[S, 5] --> adamW --> values[P], moments[P] x 2
 * </pre>
 */
@NullMarked
package panamoe.autograd.optim;

import org.jspecify.annotations.NullMarked;
