/** Shapes, tensors, the backend SPI and its CPU backends. */
@NullMarked
package panamoe.tensor;

import org.jspecify.annotations.NullMarked;
