package uk.ac.manchester.tornado.api;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;

/**
 * A task that runs a method. A method that takes a {@link KernelContext} runs for each item of a grid. Another method
 * runs once: its parallel loops are plain loops in Java.
 */
record KernelTask(String name, MethodHandle code, Object[] arguments) implements GraphTask {

    /**
     * A task.
     *
     * @param type the functional interface of {@code code}
     */
    static KernelTask of(String name, Class<?> type, Object code, Object... arguments) {
        Method apply = type.getMethods()[0];
        try {
            MethodHandle handle = MethodHandles.publicLookup()
                    .unreflect(apply)
                    .bindTo(code)
                    .asSpreader(Object[].class, apply.getParameterCount());
            return new KernelTask(name, handle, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(type + " is not public", e);
        }
    }

    @Override
    public void run(Object[] onDevice, @Nullable WorkerGrid grid) {
        if (Arrays.stream(onDevice).noneMatch(KernelContext.class::isInstance)) {
            call(onDevice);
            return;
        }
        if (grid == null) {
            throw new TornadoTaskRuntimeException(
                    "task " + name + " takes a KernelContext but has no grid: add one to the plan's GridScheduler");
        }
        new Launch(this, onDevice, grid).run();
    }

    /** Calls the method, and throws what the method throws. */
    void call(Object[] values) {
        try {
            code.invoke(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("task " + name + " threw a checked exception", e);
        }
    }
}
