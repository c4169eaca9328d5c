package panamoe.trainer.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Items by what they have in common, in the order in which it comes up. */
final class Groups {

    private Groups() {}

    static <T> Map<String, List<T>> by(List<T> items, Function<T, String> key) {
        return items.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
