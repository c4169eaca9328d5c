package panamoe.trainer.cli;

import java.util.function.Supplier;
import panamoe.trainer.tasks.Suite;

/**
 * Tasks that are loaded when they are needed.
 *
 * @param name tells them from others; for files it has a fingerprint of all that was read
 * @param loader loads them
 */
record TaskSource(String name, Supplier<Suite> loader) {

    /** Loads the tasks. */
    Suite suite() {
        return loader.get();
    }
}
