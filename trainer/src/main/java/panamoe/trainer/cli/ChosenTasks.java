package panamoe.trainer.cli;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import picocli.CommandLine.Option;

/** Some of the tasks. */
final class ChosenTasks {

    @Option(names = "--task", paramLabel = "NAME", split = ",", description = "Only these. Default: all.")
    private List<String> chosen;

    /** The names in the order in which they were given; empty for all. @throws UserError if a name is given twice */
    List<String> names() {
        List<String> names = chosen == null ? List.of() : chosen;
        if (chosen != null && (names.isEmpty() || names.stream().anyMatch(String::isBlank))) {
            throw new UserError("--task without a name: expected names with commas between; all if it is left out");
        }
        for (String name : names) {
            if (Collections.frequency(names, name) > 1) {
                throw new UserError("--task " + MessageText.cut(name) + " is given twice: name each task once");
            }
        }
        return names;
    }

    /**
     * Those of all that were asked for, in the order of all.
     *
     * @throws UserError if one is not among them; the message has the nearest name
     */
    <T> ImmutableList<T> of(ImmutableList<T> all, Function<T, String> name) {
        requireKnown("--task", names(), all.collect(name::apply));
        return chosen == null ? all : all.select(each -> chosen.contains(name.apply(each)));
    }

    /**
     * Checks names.
     *
     * @param where they were asked for: an option or a key of the settings
     * @throws UserError if one is not known; the message has the nearest name
     */
    static void requireKnown(String where, List<String> asked, ImmutableList<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new UserError(where + " " + MessageText.quoted(name) + ": unknown task: did you mean \""
                        + Nearest.of(name, known.castToList()) + "\"?");
            }
        }
    }
}
