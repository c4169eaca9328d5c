package panamoe.trainer.report.html;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Converts entropies of loads from nats to shares of ln E, the greatest possible entropy over E experts. */
final class Entropy {

    private Entropy() {}

    /** The entropy divided by ln E, 0 to 1: 0 if one expert gets all tokens, 1 if all get the same number. 0 with only one expert. */
    static double share(double nats, int experts) {
        return experts < 2 ? 0 : nats / Math.log(experts);
    }

    /** The mean share over the tasks that have an entropy; empty if there are none. */
    static OptionalDouble meanShare(List<? extends @Nullable Double> nats, int experts) {
        return nats.stream()
                .filter(Objects::nonNull)
                .mapToDouble(ofTask -> share(ofTask, experts))
                .average();
    }
}
