/**
 * The command line, a class for each command: {@code panamoe train}, {@code evaluate}, {@code predict}, {@code inspect}, {@code protocols},
 * {@code tasks}, {@code devices}. What the user can put right ends with one line on standard error and exit code 2.
 */
package panamoe.trainer.cli;
