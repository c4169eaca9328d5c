package panamoe.tensor.parallel;

/** Opens the {@link Communicator} of this process. An optional module provides it; a {@link java.util.ServiceLoader} finds it. */
public interface CommunicatorProvider {

    /**
     * Joins the processes with which this one was started.
     *
     * @throws IllegalArgumentException if that is not possible here, in one line that says why and what to do
     */
    Communicator open();
}
