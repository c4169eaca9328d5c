package panamoe.trainer.cli;

import java.util.Optional;

/** A command that keeps what is done when it fails. */
@FunctionalInterface
interface Resumable {

    /** Says in words which work is kept and how to go on; empty as long as there is none. */
    Optional<String> kept();
}
