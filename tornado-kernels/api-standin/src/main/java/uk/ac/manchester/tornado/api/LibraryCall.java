package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.standin.Sgemm;

/** A task that calls a function of a library. */
record LibraryCall(String name, String function, Object[] arguments) implements GraphTask {

    static LibraryCall of(String name, LibraryTaskDescriptor call) {
        return new LibraryCall(name, call.getFunctionName(), call.getParameters());
    }

    @Override
    public void run(Object[] onDevice, WorkerGrid grid) {
        switch (function) {
            case Sgemm.FUNCTION -> Sgemm.of(onDevice).run();
            default ->
                throw new TornadoTaskRuntimeException(
                        "task " + name + " calls " + function + ", which the stand-in does not have");
        }
    }
}
