package uk.ac.manchester.tornado.api.math;

/** Functions that TornadoVM compiles to a device's own functions. */
public class TornadoMath {

    public TornadoMath() {}

    /** The smaller of two. */
    public static float min(float a, float b) {
        return Math.min(a, b);
    }

    /** The smaller of two. */
    public static int min(int a, int b) {
        return Math.min(a, b);
    }

    /** The larger of two. */
    public static float max(float a, float b) {
        return Math.max(a, b);
    }

    /** The larger of two. */
    public static int max(int a, int b) {
        return Math.max(a, b);
    }

    /** The magnitude. */
    public static float abs(float value) {
        return Math.abs(value);
    }

    /** The magnitude. */
    public static int abs(int value) {
        return Math.abs(value);
    }

    /** {@code e^value}. */
    public static float exp(float value) {
        return (float) Math.exp(value);
    }

    /** The natural logarithm. */
    public static float log(float value) {
        return (float) Math.log(value);
    }

    /** The square root. */
    public static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    /** The hyperbolic tangent. */
    public static float tanh(float value) {
        return (float) Math.tanh(value);
    }

    /** The largest integer that is not above the value. */
    public static float floor(float value) {
        return (float) Math.floor(value);
    }

    /** {@code base^exponent}. */
    public static float pow(float base, float exponent) {
        return (float) Math.pow(base, exponent);
    }

    /** The sine of an angle in radians. */
    public static float sin(float angle) {
        return (float) Math.sin(angle);
    }

    /** The cosine of an angle in radians. */
    public static float cos(float angle) {
        return (float) Math.cos(angle);
    }
}
