package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;

/** The roles of tasks in the protocols, in words. */
final class Roles {

    private Roles() {}

    /** A task's roles, joined by "+"; "-" for a task that only helps others; "not used" for a task outside the protocols. */
    static String of(Suite suite, String task) {
        if (contains(suite.unrelated(), task)) {
            return "unrelated";
        }
        if (!contains(suite.tasks(), task)) {
            return "not used";
        }
        MutableList<String> roles = Lists.mutable.empty();
        if (suite.lowResourceTargets().contains(task)) {
            roles.add("low-resource");
        }
        if (suite.unseenTargets().collect(UnseenTarget::target).contains(task)) {
            roles.add("unseen");
        }
        return roles.isEmpty() ? "-" : roles.makeString("+");
    }

    private static boolean contains(ImmutableList<TaskData> tasks, String name) {
        return tasks.anySatisfy(data -> data.task().name().equals(name));
    }

    /** Prints the meaning of the words. */
    static void printLegend(Suite suite, PrintWriter out) {
        out.printf(
                "%nRoles: low-resource = target of low-resource transfer, unseen = held-out target, unrelated = added to the"
                        + " others.%n");
        for (UnseenTarget target : suite.unseenTargets()) {
            out.printf(
                    "Unseen %s: related task %s, unrelated task %s.%n",
                    target.target(),
                    Objects.requireNonNullElse(target.related(), "not named"),
                    Objects.requireNonNullElse(target.unrelated(), "not named"));
        }
    }
}
