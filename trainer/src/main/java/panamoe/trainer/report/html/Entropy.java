package panamoe.trainer.report.html;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Entropies of loads as the page shows them: as a share of ln E, the greatest there can be. */
final class Entropy {

    private Entropy() {}

    /** 0 when one expert does it all, 1 when all do alike; 0 when there is but one. */
    static double share(double nats, int experts) {
        return experts < 2 ? 0 : nats / Math.log(experts);
    }

    /** The mean share over tasks, those without an entropy left out; empty when none has one. */
    static OptionalDouble meanShare(List<@Nullable Double> nats, int experts) {
        return nats.stream()
                .filter(Objects::nonNull)
                .mapToDouble(ofTask -> share(ofTask, experts))
                .average();
    }
}
