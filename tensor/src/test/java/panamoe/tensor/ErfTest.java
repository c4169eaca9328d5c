package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErfTest {

    /** Values by mpmath 1.3 with 40 digits ({@code nstr(erf(mpf(float(x))), 20)}), on each interval and at its ends. */
    @ParameterizedTest
    @CsvSource({
        "1e-300, 1.1283791670955126022e-300",
        "1e-10,  1.128379167095512615e-10",
        "0.1,    0.1124629160182848984",
        "0.25,   0.27632639016823693299",
        "0.5,    0.52049987781304653768",
        "0.84375, 0.76722566123234163346",
        "0.9,    0.79690821242283213966",
        "1,      0.84270079294971486934",
        "1.2499, 0.92287647318753193666",
        "1.25,   0.92290012825645823014",
        "1.5,    0.96610514647531072707",
        "2,      0.99532226501895273416",
        "2.5,    0.99959304798255504106",
        "2.857,  0.99994664173991315363",
        "2.8572, 0.99994670605759120375",
        "3,      0.99997790950300141456",
        "4,      0.99999998458274209972",
        "5,      0.99999999999846254021",
        "5.9,    0.9999999999999999281",
    })
    void agreesWithPublishedValues(double x, double expected) {
        Offset<Double> oneUlp = Offset.offset(Math.ulp(expected));
        assertThat(Erf.erf(x)).isCloseTo(expected, oneUlp);
        assertThat(Erf.erf(-x)).isCloseTo(-expected, oneUlp);
    }

    /** Where erf rounds to 1, its complement still has significant digits. */
    @ParameterizedTest
    @CsvSource({
        "-30,  2",
        "-2,   1.9953222650189527342",
        "-0.5, 1.5204998778130465377",
        "0,    1",
        "0.2,  0.77729741078952153382",
        "0.5,  0.47950012218695346232",
        "1,    0.15729920705028513066",
        "2,    0.0046777349810472658379",
        "5,    1.5374597944280348502e-12",
        "10,   2.0884875837625447570e-45",
        "20,   5.3958656116079009289e-176",
        "30,   0",
    })
    void theComplementAgreesWithPublishedValues(double x, double expected) {
        // for x^2 = 400, the rounding of the split argument leaves e^-x^2 an error of two ulp
        assertThat(Erf.erfc(x)).isCloseTo(expected, Offset.offset(4 * Math.ulp(expected)));
    }

    @Test
    void specialValues() {
        assertThat(Erf.erf(0)).isZero();
        assertThat(Erf.erf(6)).isEqualTo(1);
        assertThat(Erf.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Erf.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Erf.erf(Double.NaN)).isNaN();
        assertThat(Erf.erfc(Double.POSITIVE_INFINITY)).isZero();
        assertThat(Erf.erfc(Double.NEGATIVE_INFINITY)).isEqualTo(2);
        assertThat(Erf.erfc(Double.NaN)).isNaN();
    }
}
