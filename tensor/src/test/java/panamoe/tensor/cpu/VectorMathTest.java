package panamoe.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logarithm over its whole range, which no kernel case covers. */
class VectorMathTest {

    @Test
    void logIsWithinTwoUlpForEveryExponent() {
        for (int exponent = Float.MIN_EXPONENT; exponent <= Float.MAX_EXPONENT; exponent++) {
            for (int step = 0; step < 64; step++) {
                float x = Math.scalb(1 + step / 64f, exponent);
                double expected = Math.log(x);
                assertThat((double) log(x))
                        .as("ln %s", x)
                        .isEqualTo(expected, within(2.0 * Math.ulp((float) expected)));
            }
        }
        assertThat(log(Float.MAX_VALUE)).isEqualTo((float) Math.log(Float.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void logOfNaNAndInfinityIsNaN(float x) {
        assertThat(log(x)).isNaN();
    }

    private static float log(float x) {
        return VectorMath.log(FloatVector.broadcast(VectorMath.F, x)).lane(0);
    }
}
