/**
 * The collective operations of several processes by the MPI library of the system, over the foreign function interface.
 *
 * <pre>
 *   MpiProvider -> MpiLibrary (which file) -> Abi (handles) -> Mpi (its functions)
 *        |                                                      ^ calls, one at a time
 *   MpiCommunicator (checks) -- work --> MpiThread -------------+
 * </pre>
 *
 * Open MPI and the family of MPICH differ in their handles and in a few constants; an {@link panamoe.trainer.mpi.Abi} has those of one.
 * One thread starts MPI, calls it and ends it, as libraries allow it that do not lock.
 */
@NullMarked
package panamoe.trainer.mpi;

import org.jspecify.annotations.NullMarked;
