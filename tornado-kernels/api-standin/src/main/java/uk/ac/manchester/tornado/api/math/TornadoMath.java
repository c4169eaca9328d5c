package uk.ac.manchester.tornado.api.math;

/** Functions that compile to a device's own. */
public final class TornadoMath {

    private TornadoMath() {}

    /** The larger of two. */
    public static float max(float a, float b) {
        return Math.max(a, b);
    }

    /** The magnitude. */
    public static float abs(float a) {
        return Math.abs(a);
    }

    /** {@code e^value}. */
    public static float exp(float value) {
        return (float) Math.exp(value);
    }
}
