package panamoe.moe;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import panamoe.tensor.Backend;

/** Forwards every kernel to another backend, records its name and arguments, and refuses host reads in a step. */
final class RecordingBackend {

    private final List<String> kernels = new ArrayList<>();
    private final Backend proxy;
    private boolean inStep;

    RecordingBackend(Backend delegate) {
        this.proxy = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (self, method, args) -> {
                    if (inStep && method.getName().startsWith("read")) {
                        throw new IllegalStateException("host read inside a step: " + method.getName());
                    }
                    boolean kernel = method.getReturnType() == void.class
                            && !method.getName().equals("discard");
                    if (inStep && kernel) {
                        kernels.add(method.getName() + Arrays.toString(args));
                    }
                    try {
                        return method.invoke(delegate, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Backend backend() {
        return proxy;
    }

    /** Runs the step and returns its kernels, with the shapes of their arguments. */
    List<String> record(Runnable step) {
        kernels.clear();
        inStep = true;
        step.run();
        inStep = false;
        return List.copyOf(kernels);
    }
}
