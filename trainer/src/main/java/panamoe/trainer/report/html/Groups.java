package panamoe.trainer.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Groups items by a key. The groups keep the order in which their keys first occur. */
final class Groups {

    private Groups() {}

    static <T> Map<String, List<T>> by(List<T> items, Function<T, String> key) {
        return items.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
