package panamoe.bench.parallel;

/**
 * A measured time of a collective operation.
 *
 * @param processes the number of processes, p
 * @param bytes the bytes that a process gives to the operation, n
 * @param calls the number of measured calls
 * @param seconds the median of the calls
 */
record CollectiveTime(Collective collective, int processes, int bytes, int calls, double seconds) {}
