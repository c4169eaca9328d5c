package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.standin.Sgemm;

/** A task that calls a function of a library. */
record LibraryCall(String name, String function, Object[] arguments) implements GraphTask {

    static LibraryCall of(String name, LibraryTaskDescriptor call) {
        String function = call.getFunctionName();
        Object[] parameters = call.getParameters();
        if (function == null || parameters == null) {
            throw new TornadoTaskRuntimeException(
                    "task " + name + " does not say what it calls: use withFunction and withParameters");
        }
        return new LibraryCall(name, function, parameters);
    }

    @Override
    public void run(Object[] onDevice, @Nullable WorkerGrid grid) {
        switch (function) {
            case Sgemm.FUNCTION -> Sgemm.of(onDevice).run();
            default ->
                throw new TornadoTaskRuntimeException(
                        "task " + name + " calls " + function + ", which the stand-in does not have");
        }
    }
}
