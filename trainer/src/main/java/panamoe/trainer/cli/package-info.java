/**
 * The command line, a class for each command: {@code panamoe train}, {@code evaluate}, {@code predict}, {@code add-task}, {@code prune},
 * {@code inspect}, {@code protocols}, {@code tasks}, {@code devices}. An error that the user can correct is one line on standard error,
 * with exit code 2.
 */
@NullMarked
package panamoe.trainer.cli;

import org.jspecify.annotations.NullMarked;
