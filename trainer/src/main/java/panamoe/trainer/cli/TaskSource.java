package panamoe.trainer.cli;

import java.util.function.Supplier;
import panamoe.trainer.tasks.Suite;

/**
 * A suite that is loaded when it is needed.
 *
 * @param name of the data; for files it includes a fingerprint of their content
 * @param loader loads the suite
 */
record TaskSource(String name, Supplier<Suite> loader) {

    /** Loads the tasks. */
    Suite suite() {
        return loader.get();
    }
}
