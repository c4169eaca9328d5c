/** Shapes, tensors, the backend SPI and its CPU backends. */
package panamoe.tensor;
