package panamoe.trainer.experiment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Ordered;
import panamoe.trainer.experiment.protocol.ProtocolResult;

/**
 * The content of {@code results.json}, in the order of the file.
 *
 * @param run the run that produced the results
 * @param costs cost of a model, by method
 * @param tasks the tasks of the suite, and whether they were learned
 * @param notes warnings that a reader needs before the numbers, such as that models are hardly trained
 * @param protocols results of the protocols that were run, by name
 */
public record Results(
        @JsonUnwrapped Run run,
        Map<String, Cost> costs,
        List<TaskSummary> tasks,
        List<String> notes,
        Map<String, ProtocolResult<?>> protocols) {

    /** Copies lists and maps. */
    public Results {
        costs = Ordered.copy(costs);
        tasks = List.copyOf(tasks);
        notes = List.copyOf(notes);
        protocols = Ordered.copy(protocols);
    }

    /**
     * A run. Its components are top-level keys of {@code results.json}.
     *
     * @param suite the name of the suite of tasks
     * @param encoder the pretrained encoder and its trained layers
     * @param preset name of the preset: smoke, quick or full
     * @param split the split that every metric was measured on: dev or test
     * @param seeds the seeds, in the order of every {@code perSeed} list
     * @param environment the machine and program
     * @param settings every setting of the run: strings, numbers, booleans, and lists and maps of them
     */
    public record Run(
            String suite,
            String encoder,
            String preset,
            String split,
            List<Long> seeds,
            Environment environment,
            Map<String, Object> settings) {

        /** @throws IllegalArgumentException if JSON cannot represent the value of a setting */
        public Run {
            seeds = List.copyOf(seeds);
            settings = Ordered.copy(settings);
            settings.forEach(Results::requirePlain);
        }
    }

    private static void requirePlain(String name, @Nullable Object value) {
        switch (value) {
            case null -> throw new IllegalArgumentException("setting " + name + " is null: leave it out");
            case String s -> {}
            case Boolean b -> {}
            case Integer i -> {}
            case Long l -> {}
            case Double d -> requireFinite(name, d);
            case List<?> list -> list.forEach(item -> requirePlain(name, item));
            case Map<?, ?> map -> map.forEach((key, item) -> requirePlain(name + "." + key, item));
            default ->
                throw new IllegalArgumentException(
                        "setting " + name + " is a " + value.getClass().getSimpleName()
                                + ": expected a string, boolean, int, long, finite double, or a list or map of them");
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("setting " + name + " is " + value + ": expected a finite number");
        }
    }
}
