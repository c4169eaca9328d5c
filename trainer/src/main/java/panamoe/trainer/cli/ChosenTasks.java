package panamoe.trainer.cli;

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

    /** The names in the order in which they were given; empty for all. */
    List<String> names() {
        return chosen == null ? List.of() : chosen;
    }

    /**
     * Those of all that were asked for, in the order of all.
     *
     * @throws UserError if one is not among them; the message has the nearest name
     */
    <T> ImmutableList<T> of(ImmutableList<T> all, Function<T, String> name) {
        requireKnown(names(), all.collect(name::apply));
        return chosen == null ? all : all.select(each -> chosen.contains(name.apply(each)));
    }

    /** @throws UserError if one of the tasks that are asked for is not known; the message has the nearest name */
    static void requireKnown(List<String> asked, ImmutableList<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new UserError("--task " + MessageText.cut(name) + ": unknown task: did you mean \""
                        + Nearest.of(name, known.castToList()) + "\"?");
            }
        }
    }
}
