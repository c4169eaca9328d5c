/**
 * The command line: {@code panamoe protocols}, {@code panamoe tasks}, {@code panamoe devices}. What the user can put right ends
 * with one line on standard error and exit code 2.
 */
package panamoe.trainer.cli;
