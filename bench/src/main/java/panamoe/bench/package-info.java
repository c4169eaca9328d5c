/**
 * The command line of the benchmarks, and the tests that depend on every module.
 *
 * <pre>
 * Main --> GemmCommand      GemmRun of each GemmCase, timed by Repeated
 *      --> StepCommand      step.StepMeasurement of a step.StepRun; StepKernels, its profile
 *      --> RooflineCommand  both compared with FmaPeak and Bandwidth
 *      --> RatiosCommand    both with other sizes or threads, in Rounds
 *      --> peers.PeersCommand, jmh.JmhCommand
 *      --> parallel.CommCommand, parallel.ParallelCommand, parallel.PredictCommand
 *      --> gpu.AgreeCommand, gpu.KernelsCommand, gpu.PackageCommand
 * </pre>
 */
@NullMarked
package panamoe.bench;

import org.jspecify.annotations.NullMarked;
