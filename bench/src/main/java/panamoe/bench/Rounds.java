package panamoe.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import panamoe.tensor.Check;

/** Compares sides that take turns, so that what else the machine does meets them alike. */
public final class Rounds {

    private final double[][] measured;

    private Rounds(double[][] measured) {
        this.measured = measured;
    }

    /** Asks every side once in each round, in their order. */
    public static Rounds of(int rounds, List<DoubleSupplier> sides) {
        Check.that(rounds >= 1, "rounds " + rounds + ": expected at least 1");
        double[][] measured = new double[sides.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int side = 0; side < measured.length; side++) {
                measured[side][round] = sides.get(side).getAsDouble();
            }
        }
        return new Rounds(measured);
    }

    /** What a side gave. */
    public Quantiles of(int side) {
        return Quantiles.of(measured[side]);
    }

    /** One side's measure over another's, round by round. */
    public Quantiles ratio(int side, int other) {
        double[] ratios = new double[measured[side].length];
        Arrays.setAll(ratios, round -> measured[side][round] / measured[other][round]);
        return Quantiles.of(ratios);
    }

    /** With one side more: in each round the least measure of all sides but the first. */
    public Rounds withLeastOfOthers() {
        double[][] more = Arrays.copyOf(measured, measured.length + 1);
        double[] least = measured[1].clone();
        for (int side = 2; side < measured.length; side++) {
            for (int round = 0; round < least.length; round++) {
                least[round] = Math.min(least[round], measured[side][round]);
            }
        }
        more[measured.length] = least;
        return new Rounds(more);
    }
}
