package panamoe.tensor;

/**
 * The error function {@code erf(x) = 2 / sqrt(pi) * integral of e^(-t^2) from 0 to x} in double precision, to within one
 * unit in the last place: the rational approximations of fdlibm's {@code s_erf.c} (Sun Microsystems 1993).
 *
 * <p>Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
 * is preserved.
 */
public final class Erf {

    /** erf(1) rounded to single precision: the value about which the middle interval is expanded. */
    private static final double ERF_ONE = 8.45062911510467529297e-01;

    /** On {@code |x| < 0.84375}, {@code erf(x) = x + x P(x^2) / Q(x^2)}. */
    private static final double[] SMALL_P = {
        1.28379167095512558561e-01,
        -3.25042107247001499370e-01,
        -2.84817495755985104766e-02,
        -5.77027029648944159157e-03,
        -2.37630166566501626084e-05
    };

    private static final double[] SMALL_Q = {
        1,
        3.97917223959155352819e-01,
        6.50222499887672944485e-02,
        5.08130628187576562776e-03,
        1.32494738004321644526e-04,
        -3.96022827877536812320e-06
    };

    /** On {@code 0.84375 <= |x| < 1.25}, {@code erf(x) = ERF_ONE + P(|x| - 1) / Q(|x| - 1)}. */
    private static final double[] MIDDLE_P = {
        -2.36211856075265944077e-03,
        4.14856118683748331666e-01,
        -3.72207876035701323847e-01,
        3.18346619901161753674e-01,
        -1.10894694282396677476e-01,
        3.54783043256182359371e-02,
        -2.16637559486879084300e-03
    };

    private static final double[] MIDDLE_Q = {
        1,
        1.06420880400844228286e-01,
        5.40397917702171048937e-01,
        7.18286544141962662868e-02,
        1.26171219808761642112e-01,
        1.36370839120290507362e-02,
        1.19844998467991074170e-02
    };

    /** On {@code 1.25 <= |x| < 1 / 0.35}, {@code erfc(x) = e^(-x^2 - 0.5625 + P(1 / x^2) / Q(1 / x^2)) / x}. */
    private static final double[] LARGE_P = {
        -9.86494403484714822705e-03,
        -6.93858572707181764372e-01,
        -1.05586262253232909814e+01,
        -6.23753324503260060396e+01,
        -1.62396669462573470355e+02,
        -1.84605092906711035994e+02,
        -8.12874355063065934246e+01,
        -9.81432934416914548592e+00
    };

    private static final double[] LARGE_Q = {
        1,
        1.96512716674392571292e+01,
        1.37657754143519042600e+02,
        4.34565877475229228821e+02,
        6.45387271733267880336e+02,
        4.29008140027567833386e+02,
        1.08635005541779435134e+02,
        6.57024977031928170135e+00,
        -6.04244152148580987438e-02
    };

    /** The same on {@code 1 / 0.35 <= |x| < 28}. */
    private static final double[] TAIL_P = {
        -9.86494292470009928597e-03,
        -7.99283237680523006574e-01,
        -1.77579549177547519889e+01,
        -1.60636384855821916062e+02,
        -6.37566443368389627722e+02,
        -1.02509513161107724954e+03,
        -4.83519191608651397019e+02
    };

    private static final double[] TAIL_Q = {
        1,
        3.03380607434824582924e+01,
        3.25792512996573918826e+02,
        1.53672958608443695994e+03,
        3.19985821950859553908e+03,
        2.55305040643316442583e+03,
        4.74528541206955367215e+02,
        -2.24409524465858183362e+01
    };

    private Erf() {}

    /** {@code erf(x)}; NaN for NaN. */
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a < 0.84375) {
            double z = x * x;
            return x + x * (polynomial(SMALL_P, z) / polynomial(SMALL_Q, z));
        }
        if (a < 1.25) {
            double s = a - 1;
            return Math.copySign(ERF_ONE + polynomial(MIDDLE_P, s) / polynomial(MIDDLE_Q, s), x);
        }
        return Math.copySign(a >= 6 ? 1 : 1 - tail(a), x);
    }

    /** {@code erfc(x) = 1 - erf(x)}, with the same relative error down to the smallest normal number; NaN for NaN. */
    public static double erfc(double x) {
        double a = Math.abs(x);
        if (a < 0.84375) {
            double z = x * x;
            double y = x * (polynomial(SMALL_P, z) / polynomial(SMALL_Q, z));
            return x < 0.25 ? 1 - (x + y) : 0.5 - (x - 0.5 + y);
        }
        if (a < 1.25) {
            double s = a - 1;
            double y = polynomial(MIDDLE_P, s) / polynomial(MIDDLE_Q, s);
            return x > 0 ? 1 - ERF_ONE - y : 1 + (ERF_ONE + y);
        }
        double tail = a >= 28 ? 0 : tail(a);
        return x > 0 ? tail : 2 - tail;
    }

    /** {@code erfc(a)} for a in 1.25..28. */
    private static double tail(double a) {
        double s = 1 / (a * a);
        double ratio = a < 1 / 0.35
                ? polynomial(LARGE_P, s) / polynomial(LARGE_Q, s)
                : polynomial(TAIL_P, s) / polynomial(TAIL_Q, s);
        // x^2 is split so that its rounding does not reach the result: z is x without its low word, and z^2 is exact
        double z = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & 0xFFFFFFFF00000000L);
        return Math.exp(-z * z - 0.5625) * Math.exp((z - a) * (z + a) + ratio) / a;
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
