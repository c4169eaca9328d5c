package panamoe.trainer.tasks.files;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** What a reader of the results should know of the files: they can be read, and are perhaps not what was meant. */
final class Warnings {

    private final MutableList<String> lines = Lists.mutable.empty();

    void add(String line) {
        lines.add(line);
    }

    /** All of them, in the order of the tasks. */
    ImmutableList<String> lines() {
        return lines.toImmutable();
    }
}
