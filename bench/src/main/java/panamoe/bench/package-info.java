/**
 * The benchmarks' command line, and the tests that see every module.
 *
 * <pre>
 * Main --> GemmCommand      GemmRun of each GemmCase, timed by Repeated
 *      --> StepCommand      step.StepMeasurement of a step.StepRun
 *      --> RooflineCommand  both against FmaPeak and Bandwidth
 *      --> RatiosCommand    both against themselves, in Rounds
 *      --> peers.PeersCommand, jmh.JmhCommand
 * </pre>
 */
package panamoe.bench;
