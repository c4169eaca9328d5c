package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.EVERY_EXECUTION;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.FIRST_EXECUTION;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.UNDER_DEMAND;

import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The content of arrays on the device and on the host. The expected values are those of TornadoVM 5.2.0 on PoCL, a CPU
 * device.
 */
class TransferTest {

    private static final KernelContext CONTEXT = new KernelContext();

    private static void increment(KernelContext context, FloatArray y) {
        int i = context.globalIdx;
        y.set(i, y.get(i) + 1f);
    }

    private static void copy(KernelContext context, FloatArray x, FloatArray y) {
        int i = context.globalIdx;
        y.set(i, x.get(i));
    }

    private static void writeSome(KernelContext context, IntArray n, FloatArray y) {
        if (context.globalIdx < n.get(0)) {
            y.set(context.globalIdx, 1f);
        }
    }

    private static void writeHalf(KernelContext context, FloatArray y) {
        y.set(context.globalIdx / 2, 1f);
    }

    private static void writeSomeAndReadOne(KernelContext context, FloatArray y) {
        if (context.globalIdx < 2) {
            y.set(context.globalIdx, 1f);
        }
        if (context.globalIdx == 2) {
            y.set(2, y.get(3) + 10f);
        }
    }

    private static FloatArray four(float value) {
        FloatArray array = new FloatArray(4);
        array.init(value);
        return array;
    }

    @Test
    void anArraySentOnceStaysOnTheDeviceUntilItsMemoryIsFreed() throws TornadoExecutionPlanException {
        FloatArray y = four(7f);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, y)
                .task("t", TransferTest::increment, CONTEXT, y)
                .transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.t")) {
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(8f);
            y.init(100f);
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(9f);
            y.init(200f);
            plan.resetDevice();
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(10f);
            y.init(300f);
            plan.freeDeviceMemory();
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(301f);
        }
    }

    @Test
    void anArraySentAtEachExecutionHasTheHostsCurrentElements() throws TornadoExecutionPlanException {
        FloatArray x = four(7f);
        FloatArray y = four(0f);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(EVERY_EXECUTION, x)
                .task("t", TransferTest::copy, CONTEXT, x, y)
                .transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.t")) {
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(7f);
            x.init(100f);
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(100f);
        }
    }

    @Test
    void anArrayFetchedUnderDemandHasTheDevicesCurrentElements() throws TornadoExecutionPlanException {
        FloatArray y = four(3f);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, y)
                .task("t", TransferTest::increment, CONTEXT, y)
                .transferToHost(UNDER_DEMAND, y);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.t")) {
            TornadoExecutionResult result = plan.execute();
            assertThat(y.toHeapArray()).containsOnly(3f);
            result.transferToHost(y);
            assertThat(y.toHeapArray()).containsOnly(4f);
            plan.execute();
            result.transferToHost(y);
            assertThat(y.toHeapArray()).containsOnly(5f);
            plan.freeDeviceMemory();
            assertThatThrownBy(() -> result.transferToHost(y))
                    .isInstanceOf(TornadoRuntimeException.class)
                    .hasMessageContaining("not on the device");
        }
    }

    @Test
    void anArrayThatItsFirstTaskOnlyWritesIsNotSent() throws TornadoExecutionPlanException {
        for (int mode : new int[] {FIRST_EXECUTION, EVERY_EXECUTION}) {
            FloatArray y = four(7f);
            FloatArray z = four(0f);
            TaskGraph graph = new TaskGraph("g")
                    .transferToDevice(mode, y)
                    .task("write", TransferTest::writeHalf, CONTEXT, y)
                    .task("copy", TransferTest::copy, CONTEXT, y, z)
                    .transferToHost(EVERY_EXECUTION, z);
            try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.write", "g.copy")) {
                for (int execution = 0; execution < 2; execution++) {
                    plan.execute();
                    assertThat(z.toHeapArray())
                            .as("mode %d, execution %d", mode, execution)
                            .containsExactly(1f, 1f, Float.NaN, Float.NaN);
                }
            }
        }
    }

    @Test
    void aTaskThatDoesNotTouchTheArrayLeavesItToTheNext() throws TornadoExecutionPlanException {
        FloatArray y = four(7f);
        FloatArray z = four(0f);
        IntArray n = IntArray.fromElements(0);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, n, y)
                .task("write", TransferTest::writeSome, CONTEXT, n, y)
                .task("copy", TransferTest::copy, CONTEXT, y, z)
                .transferToHost(EVERY_EXECUTION, z);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.write", "g.copy")) {
            plan.execute();
            assertThat(z.toHeapArray()).containsOnly(7f);
        }
    }

    @Test
    void anUploadKeepsTheElementsThatTheTaskHasWritten() throws TornadoExecutionPlanException {
        FloatArray y = four(7f);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, y)
                .task("t", TransferTest::writeSomeAndReadOne, CONTEXT, y)
                .transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.t")) {
            plan.execute();
            assertThat(y.toHeapArray()).containsExactly(1f, 1f, 17f, 7f);
        }
    }

    @Test
    void plansDoNotShareTheDevicesArrays() throws TornadoExecutionPlanException {
        FloatArray y = four(3f);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, y)
                .task("t", TransferTest::increment, CONTEXT, y)
                .transferToHost(UNDER_DEMAND, y);
        try (TornadoExecutionPlan one = Plans.of(graph, 4, "g.t");
                TornadoExecutionPlan other = Plans.of(graph, 4, "g.t")) {
            one.execute();
            other.execute().transferToHost(y);
            assertThat(y.toHeapArray()).containsOnly(4f);
        }
    }

    @Test
    void aGraphThatChangesLeavesItsSnapshotAlone() throws TornadoExecutionPlanException {
        FloatArray y = four(3f);
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, y)
                .task("t", TransferTest::increment, CONTEXT, y)
                .transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.t")) {
            graph.task("u", TransferTest::increment, CONTEXT, y);
            plan.execute();
            assertThat(y.toHeapArray()).containsOnly(4f);
        }
    }

    @Test
    void refusesAnArrayThatIsNotNamed() throws TornadoExecutionPlanException {
        FloatArray x = four(1f);
        FloatArray y = four(1f);
        TaskGraph graph =
                new TaskGraph("g").task("t", TransferTest::copy, CONTEXT, x, y).transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan = Plans.of(graph, 4, "g.t")) {
            assertThatThrownBy(plan::execute)
                    .isInstanceOf(TornadoTaskRuntimeException.class)
                    .hasMessageStartingWith("task g.t, argument 1: ");
        }
    }

    @Test
    void refusesTwoTasksOfOneNameAndTransfersOfNumbers() {
        FloatArray y = four(1f);
        TaskGraph graph = new TaskGraph("g").task("t", TransferTest::increment, CONTEXT, y);
        assertThatThrownBy(() -> graph.task("t", TransferTest::increment, CONTEXT, y))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessage("graph g has two tasks 't': give each its own name");
        assertThatThrownBy(() -> graph.transferToDevice(FIRST_EXECUTION, 3))
                .isInstanceOf(TornadoRuntimeException.class)
                .hasMessageContaining("expected a FloatArray or an IntArray");
        assertThatThrownBy(() -> graph.transferToDevice(UNDER_DEMAND, y)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> graph.transferToHost(FIRST_EXECUTION, y)).isInstanceOf(IllegalArgumentException.class);
    }
}
