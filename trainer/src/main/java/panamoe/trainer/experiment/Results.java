package panamoe.trainer.experiment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Ordered;

/**
 * All of {@code results.json}, in the order in which it is written.
 *
 * @param suite the name of the suite of tasks
 * @param encoder the pretrained encoder and what of it was trained
 * @param preset smoke, quick or full
 * @param split the split that every metric was taken on: dev or test
 * @param seeds every {@code perSeed} list is in this order
 * @param settings every setting of the run: strings, numbers, booleans, and lists and maps of them
 * @param costs by method
 * @param tasks the suite's tasks and whether they were learnt
 */
public record Results(
        String suite,
        String encoder,
        String preset,
        String split,
        List<Long> seeds,
        Environment environment,
        Map<String, Object> settings,
        Map<String, Cost> costs,
        List<TaskSummary> tasks,
        Protocols protocols) {

    public Results {
        seeds = List.copyOf(seeds);
        settings = Ordered.copy(settings);
        costs = Ordered.copy(costs);
        tasks = List.copyOf(tasks);
        settings.forEach(Results::requirePlain);
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
