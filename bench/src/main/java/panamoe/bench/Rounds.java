package panamoe.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.tensor.Check;

/** Compares sides that take turns, so that other load on the machine affects them equally. */
public final class Rounds {

    private final double[][] measured;

    private Rounds(double[][] measured) {
        this.measured = measured;
    }

    /** Measures every side once in each round, in the order of the list. */
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

    /** The measurements of a side. */
    public Quantiles of(int side) {
        return Quantiles.of(measured[side]);
    }

    /** The ratios of one side's measurement to another's, taken in each round. */
    public Quantiles ratio(int side, int other) {
        double[] ratios = new double[measured[side].length];
        Arrays.setAll(ratios, round -> measured[side][round] / measured[other][round]);
        return Quantiles.of(ratios);
    }

    /** These rounds with one more side: the least measurement of some sides, in each round. */
    public Rounds withLeastOf(ImmutableIntList sides) {
        double[] least = measured[sides.getFirst()].clone();
        sides.forEach(side -> Arrays.setAll(least, round -> Math.min(least[round], measured[side][round])));
        double[][] more = Arrays.copyOf(measured, measured.length + 1);
        more[measured.length] = least;
        return new Rounds(more);
    }

    /** The number of sides. */
    public int sides() {
        return measured.length;
    }
}
