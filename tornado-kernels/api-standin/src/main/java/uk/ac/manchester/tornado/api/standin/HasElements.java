package uk.ac.manchester.tornado.api.standin;

/**
 * The base class of arrays, through which the stand-in's device finds their elements. The real arrays have no such base
 * class.
 */
public abstract class HasElements {

    private final Elements elements;

    /** An array of floats. */
    protected HasElements(FloatElements elements) {
        this.elements = elements;
    }

    /** An array of integers. */
    protected HasElements(IntElements elements) {
        this.elements = elements;
    }

    final Elements elements() {
        return elements;
    }
}
