package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.LibraryTask13;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task1;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task10;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task11;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task12;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task2;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task3;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task7;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task8;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task9;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * Tasks in the order in which they run on the device, and the arrays that are sent to the device and fetched from it.
 *
 * <p>In the stand-in each array that a task takes must be named in {@link #transferToDevice} or {@link
 * #transferToHost}. The real class also takes arrays that are not named, but keeps them on the device for one execution
 * only.
 */
public class TaskGraph implements TaskGraphInterface {

    private final String name;
    private final Set<String> taskNames = new HashSet<>();
    private final List<GraphTask> tasks = new ArrayList<>();
    private final Map<TornadoNativeArray, Integer> toDevice = new LinkedHashMap<>();
    private final Map<TornadoNativeArray, Integer> toHost = new LinkedHashMap<>();
    private final Map<TornadoNativeArray, String> consumed = new LinkedHashMap<>();

    /** A graph without tasks. */
    public TaskGraph(String name) {
        this.name = name;
    }

    /**
     * Arrays that are sent to the device before the tasks run, at the first execution only or at each. An array is
     * never sent if the first task that uses it writes it and does not read it.
     *
     * @param mode {@link DataTransferMode#FIRST_EXECUTION} or {@link DataTransferMode#EVERY_EXECUTION}
     */
    @Override
    public TaskGraph transferToDevice(int mode, Object... objects) {
        if (mode != DataTransferMode.FIRST_EXECUTION && mode != DataTransferMode.EVERY_EXECUTION) {
            throw new IllegalArgumentException(
                    "transferToDevice with mode " + mode + ": the stand-in knows FIRST_EXECUTION and EVERY_EXECUTION");
        }
        for (Object object : objects) {
            toDevice.put(array(object), mode);
        }
        return this;
    }

    /**
     * Arrays that the graph before leaves on the device. That graph must fetch them under demand or consume them
     * itself.
     *
     * @param sourceTaskGraphName the graph that runs just before. Arrays of another graph are not found, as in the real
     *     class
     */
    @Override
    public TaskGraph consumeFromDevice(String sourceTaskGraphName, Object... objects) {
        for (Object object : objects) {
            consumed.put(array(object), sourceTaskGraphName);
        }
        return this;
    }

    /**
     * Arrays that are fetched after each execution, or when the host asks the execution's result for them.
     *
     * @param mode {@link DataTransferMode#EVERY_EXECUTION} or {@link DataTransferMode#UNDER_DEMAND}
     */
    @Override
    public TaskGraph transferToHost(int mode, Object... objects) {
        if (mode != DataTransferMode.EVERY_EXECUTION && mode != DataTransferMode.UNDER_DEMAND) {
            throw new IllegalArgumentException(
                    "transferToHost with mode " + mode + ": the stand-in knows EVERY_EXECUTION and UNDER_DEMAND");
        }
        for (Object object : objects) {
            toHost.put(array(object), mode);
        }
        return this;
    }

    /** The graph as it is now. */
    @Override
    public ImmutableTaskGraph snapshot() {
        return new ImmutableTaskGraph(
                name,
                List.copyOf(tasks),
                new LinkedHashMap<>(toDevice),
                new LinkedHashMap<>(toHost),
                new LinkedHashMap<>(consumed));
    }

    private TornadoNativeArray array(Object object) {
        if (!(object instanceof TornadoNativeArray array)) {
            throw new TornadoRuntimeException("graph " + name + ": a transfer of " + object
                    + ", expected a FloatArray or an IntArray; numbers are compiled into the task");
        }
        return array;
    }

    private String nameOf(String task) {
        if (!taskNames.add(task)) {
            throw new TornadoTaskRuntimeException(
                    "graph " + name + " has two tasks '" + task + "': give each its own name");
        }
        return name + "." + task;
    }

    private TaskGraph add(GraphTask task) {
        tasks.add(task);
        return this;
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> TaskGraph libraryTask(
            String id,
            LibraryTask13<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7,
            T8 arg8,
            T9 arg9,
            T10 arg10,
            T11 arg11,
            T12 arg12,
            T13 arg13) {
        return add(LibraryCall.of(
                nameOf(id),
                code.apply(arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13)));
    }

    @Override
    public <T1> TaskGraph task(String id, Task1<T1> code, T1 arg1) {
        return add(KernelTask.of(nameOf(id), Task1.class, code, arg1));
    }

    @Override
    public <T1, T2> TaskGraph task(String id, Task2<T1, T2> code, T1 arg1, T2 arg2) {
        return add(KernelTask.of(nameOf(id), Task2.class, code, arg1, arg2));
    }

    @Override
    public <T1, T2, T3> TaskGraph task(String id, Task3<T1, T2, T3> code, T1 arg1, T2 arg2, T3 arg3) {
        return add(KernelTask.of(nameOf(id), Task3.class, code, arg1, arg2, arg3));
    }

    @Override
    public <T1, T2, T3, T4> TaskGraph task(String id, Task4<T1, T2, T3, T4> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4) {
        return add(KernelTask.of(nameOf(id), Task4.class, code, arg1, arg2, arg3, arg4));
    }

    @Override
    public <T1, T2, T3, T4, T5> TaskGraph task(
            String id, Task5<T1, T2, T3, T4, T5> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) {
        return add(KernelTask.of(nameOf(id), Task5.class, code, arg1, arg2, arg3, arg4, arg5));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6> TaskGraph task(
            String id, Task6<T1, T2, T3, T4, T5, T6> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) {
        return add(KernelTask.of(nameOf(id), Task6.class, code, arg1, arg2, arg3, arg4, arg5, arg6));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7> TaskGraph task(
            String id,
            Task7<T1, T2, T3, T4, T5, T6, T7> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7) {
        return add(KernelTask.of(nameOf(id), Task7.class, code, arg1, arg2, arg3, arg4, arg5, arg6, arg7));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7, T8> TaskGraph task(
            String id,
            Task8<T1, T2, T3, T4, T5, T6, T7, T8> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7,
            T8 arg8) {
        return add(KernelTask.of(nameOf(id), Task8.class, code, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7, T8, T9> TaskGraph task(
            String id,
            Task9<T1, T2, T3, T4, T5, T6, T7, T8, T9> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7,
            T8 arg8,
            T9 arg9) {
        return add(KernelTask.of(nameOf(id), Task9.class, code, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> TaskGraph task(
            String id,
            Task10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7,
            T8 arg8,
            T9 arg9,
            T10 arg10) {
        return add(KernelTask.of(
                nameOf(id), Task10.class, code, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> TaskGraph task(
            String id,
            Task11<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7,
            T8 arg8,
            T9 arg9,
            T10 arg10,
            T11 arg11) {
        return add(KernelTask.of(
                nameOf(id), Task11.class, code, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11));
    }

    @Override
    public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> TaskGraph task(
            String id,
            Task12<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> code,
            T1 arg1,
            T2 arg2,
            T3 arg3,
            T4 arg4,
            T5 arg5,
            T6 arg6,
            T7 arg7,
            T8 arg8,
            T9 arg9,
            T10 arg10,
            T11 arg11,
            T12 arg12) {
        return add(KernelTask.of(
                nameOf(id),
                Task12.class,
                code,
                arg1,
                arg2,
                arg3,
                arg4,
                arg5,
                arg6,
                arg7,
                arg8,
                arg9,
                arg10,
                arg11,
                arg12));
    }
}
