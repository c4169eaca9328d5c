package panamoe.trainer.cli;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import picocli.CommandLine.Option;

/** The option {@code --task}, which chooses some of the tasks. */
final class ChosenTasks {

    @Option(names = "--task", paramLabel = "NAME", split = ",", description = "Use only these tasks. Default: all.")
    private @Nullable List<String> chosen;

    /** The names in the order of the command line; empty for all tasks. @throws UserError if a name is blank or given twice */
    List<String> names() {
        List<String> names = chosen == null ? List.of() : chosen;
        if (chosen != null && (names.isEmpty() || names.stream().anyMatch(String::isBlank))) {
            throw new UserError(
                    "--task without a name: expected names separated by commas; for all tasks leave --task out");
        }
        for (String name : names) {
            if (Collections.frequency(names, name) > 1) {
                throw new UserError("--task " + MessageText.cut(name) + " is given twice: name each task once");
            }
        }
        return names;
    }

    /**
     * The chosen elements of {@code all}, in its order.
     *
     * @throws UserError if a chosen name is unknown; the message has the nearest name
     */
    <T> ImmutableList<T> of(ImmutableList<T> all, Function<T, String> name) {
        List<String> names = names();
        requireKnown("--task", names, all.collect(name::apply));
        return names.isEmpty() ? all : all.select(each -> names.contains(name.apply(each)));
    }

    /**
     * Checks the names of tasks.
     *
     * @param where the option or the settings key that has the names
     * @throws UserError if a name is unknown; the message has the nearest name
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
