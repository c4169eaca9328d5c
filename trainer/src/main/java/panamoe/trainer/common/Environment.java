package panamoe.trainer.common;

/**
 * The machine and program that made the results.
 *
 * @param jdk vendor and version of the JDK
 * @param cpu the model name of the processor, or the name of the device that the backend computes on
 * @param threads worker threads used
 * @param vectorBits width of the vector registers in use, in bits; 0 for a backend without vector registers
 * @param backend the name of the backend that ran: vector, scalar, reference, ...
 * @param commit the commit that was built, or {@link Version#UNKNOWN_COMMIT} outside a checkout
 */
public record Environment(String jdk, String cpu, int threads, int vectorBits, String backend, String commit) {}
