package panamoe.trainer.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import panamoe.trainer.experiment.statistics.Numbers;

/**
 * A linear map from data values to drawing units.
 *
 * @param low the data value drawn at {@code from}
 * @param high the data value drawn at {@code to}, greater than {@code low}
 */
record Scale(double low, double high, double from, double to) {

    private static final double MARGIN = 0.06;
    private static final double EDGE = 10;
    private static final double[] STEPS = {1, 2, 5, 10};

    Scale {
        if (!(low < high)) {
            throw new IllegalArgumentException("scale from " + low + " to " + high + ": expected low < high");
        }
    }

    /** A scale that includes all values, with some room on both sides. It spans at least {@code minimumSpan} data units. */
    static Scale showing(List<Double> values, double minimumSpan, double from, double to) {
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double missing = Math.max(0, minimumSpan - (high - low));
        double room = (high - low + missing) * MARGIN + missing / 2;
        return new Scale(low - room, high + room, from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Round values inside the scale, about {@code about} of them. */
    List<Double> ticks(int about) {
        double step = step(about);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** The label of a tick, with as many decimals as the distance of the ticks needs. */
    String label(double tick, int about) {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step(about)) - 1e-9));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", tick);
        return Numbers.withMinus(text.matches("-0(\\.0*)?") ? text.substring(1) : text);
    }

    /** The text anchor that keeps a tick's label inside the drawing. */
    String anchor(double tick) {
        if (at(tick) > to - EDGE) {
            return "end";
        }
        return at(tick) < from + EDGE ? "start" : "middle";
    }

    private double step(int about) {
        double raw = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double step : STEPS) {
            if (step * power >= raw * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
