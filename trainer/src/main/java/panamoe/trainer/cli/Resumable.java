package panamoe.trainer.cli;

import java.util.Optional;

/** A command that keeps its finished work when it fails. */
@FunctionalInterface
interface Resumable {

    /** The end of the error message: which work is kept and how to continue. Empty if no work is kept. */
    Optional<String> kept();
}
