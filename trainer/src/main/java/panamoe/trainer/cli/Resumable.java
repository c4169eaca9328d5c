package panamoe.trainer.cli;

import java.util.Optional;

/** A command that keeps what is done when it fails. */
@FunctionalInterface
interface Resumable {

    /** What is kept and how to go on, in words; empty as long as there is nothing. */
    Optional<String> kept();
}
