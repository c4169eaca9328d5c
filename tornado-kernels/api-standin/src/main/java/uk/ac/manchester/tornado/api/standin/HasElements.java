package uk.ac.manchester.tornado.api.standin;

/** Where the stand-in's device finds an array's elements; the real arrays have no such base. */
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
