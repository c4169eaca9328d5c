package panamoe.trainer.encoder;

import panamoe.tensor.Shape;

/**
 * One weight of a model file.
 *
 * @param shape the shape of the tensor
 * @param values the elements in row-major order; not to be modified
 */
public record Weight(Shape shape, float[] values) {

    /**
     * Checks that the shape and the number of values agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Weight {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " with " + values.length + " values: expected " + shape.size());
        }
    }
}
