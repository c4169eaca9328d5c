package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.EVERY_EXECUTION;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task2;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** How the items of a grid run. */
@Timeout(60)
class LaunchTest {

    private static final KernelContext CONTEXT = new KernelContext();

    /** Runs a kernel over a grid; {@code y} is sent and fetched. */
    private static <Y> void run(Task2<KernelContext, Y> kernel, Y y, WorkerGrid grid)
            throws TornadoExecutionPlanException {
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(EVERY_EXECUTION, y)
                .task("t", kernel, CONTEXT, y)
                .transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan =
                new TornadoExecutionPlan(graph.snapshot()).withGridScheduler(new GridScheduler("g.t", grid))) {
            plan.execute();
        }
    }

    private static WorkerGrid row(int items, int perGroup) {
        WorkerGrid1D grid = new WorkerGrid1D(items);
        grid.setLocalWork(perGroup, 1, 1);
        return grid;
    }

    private static void place(KernelContext c, IntArray y) {
        int item = (c.globalIdz * c.globalGroupSizeY + c.globalIdy) * c.globalGroupSizeX + c.globalIdx;
        int localSizes = 100 * c.localGroupSizeZ + 10 * c.localGroupSizeY + c.localGroupSizeX;
        int groups = 100 * c.groupIdz + 10 * c.groupIdy + c.groupIdx;
        int locals = 100 * c.localIdz + 10 * c.localIdy + c.localIdx;
        y.set(item, (localSizes * 1000 + groups) * 1000 + locals);
    }

    @Test
    void anItemKnowsItsPlaceInThreeDimensions() throws TornadoExecutionPlanException {
        WorkerGrid3D grid = new WorkerGrid3D(6, 4, 2);
        grid.setLocalWork(3, 2, 1);
        IntArray y = new IntArray(48);
        run(LaunchTest::place, y, grid);
        for (int z = 0; z < 2; z++) {
            for (int row = 0; row < 4; row++) {
                for (int x = 0; x < 6; x++) {
                    int groups = 100 * z + 10 * (row / 2) + x / 3;
                    int locals = 10 * (row % 2) + x % 3;
                    assertThat(y.get((z * 4 + row) * 6 + x))
                            .as("%d, %d, %d", x, row, z)
                            .isEqualTo((123 * 1000 + groups) * 1000 + locals);
                }
            }
        }
    }

    @Test
    void aPlaneHasNoDepth() throws TornadoExecutionPlanException {
        WorkerGrid2D grid = new WorkerGrid2D(3, 2);
        grid.setLocalWork(1, 1, 1);
        IntArray y = new IntArray(6);
        run(LaunchTest::place, y, grid);
        assertThat(y.toHeapArray()).containsExactly(111000000, 111001000, 111002000, 111010000, 111011000, 111012000);
    }

    private static void sumOfGroup(KernelContext context, FloatArray y) {
        float[] shared = context.allocateFloatLocalArray(64);
        int l = context.localIdx;
        shared[l] = y.get(context.globalIdx);
        context.localBarrier();
        for (int s = 32; s > 0; s = s / 2) {
            if (l < s) {
                shared[l] += shared[l + s];
            }
            context.localBarrier();
        }
        y.set(context.globalIdx, shared[0]);
    }

    @Test
    void theItemsOfAGroupReduceTogether() throws TornadoExecutionPlanException {
        FloatArray y = new FloatArray(256);
        for (int i = 0; i < 256; i++) {
            y.set(i, i);
        }
        run(LaunchTest::sumOfGroup, y, row(256, 64));
        for (int i = 0; i < 256; i++) {
            int first = i / 64 * 64;
            assertThat(y.get(i)).as("%d", i).isEqualTo(64 * first + 63 * 32);
        }
    }

    private static void exchange(KernelContext context, IntArray y) {
        int[] one = context.allocateIntLocalArray(2);
        int[] other = context.allocateIntLocalArray(2);
        if (y.get(0) == 0) {
            one[context.localIdx] = 10 + context.localIdx;
            other[context.localIdx] = 20 + context.localIdx;
        }
        context.localBarrier();
        y.set(2 * context.globalIdx, one[1 - context.localIdx]);
        y.set(2 * context.globalIdx + 1, other[1 - context.localIdx]);
    }

    @Test
    void aGroupSharesItsArraysInTheOrderOfAllocationAndNoOtherGroupsDo() throws TornadoExecutionPlanException {
        IntArray y = new IntArray(8);
        y.init(0);
        run(LaunchTest::exchange, y, row(4, 2));
        // the second group finds y[0] = 11 and writes nothing: it reads garbage, not the elements of the first group
        int garbage = new IntArray(1).get(0);
        assertThat(y.toHeapArray()).containsExactly(11, 21, 10, 20, garbage, garbage, garbage, garbage);
    }

    private static void oneLeavesEarly(KernelContext context, FloatArray y) {
        if (context.localIdx == 3) {
            return;
        }
        context.localBarrier();
        y.set(context.globalIdx, 1f);
    }

    @Test
    void aBarrierThatNotAllItemsReachFails() {
        assertThatThrownBy(() -> run(LaunchTest::oneLeavesEarly, new FloatArray(8), row(8, 8)))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessageStartingWith("task g.t in item [")
                .hasMessageContaining("barrier");
    }

    private static void oneFails(KernelContext context, FloatArray y) {
        if (context.globalIdx == 13) {
            y.set(99, 1f);
        }
        context.localBarrier();
    }

    @Test
    void anItemThatFailsIsNamedAndTheOthersDoNotWaitForIt() {
        assertThatThrownBy(() -> run(LaunchTest::oneFails, new FloatArray(16), row(16, 8)))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessageStartingWith("task g.t in item [5, 0, 0] of group [1, 0, 0] failed: ")
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void allocatesByItem(KernelContext context, FloatArray y) {
        y.set(context.globalIdx, context.allocateFloatLocalArray(1 + context.localIdx)[0]);
    }

    @Test
    void itemsMustAllocateTheSameArrays() {
        assertThatThrownBy(() -> run(LaunchTest::allocatesByItem, new FloatArray(2), row(2, 2)))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessageContaining("local array 0");
    }

    @Test
    void groupsMustFillTheGrid() {
        assertThatThrownBy(() -> run(LaunchTest::sumOfGroup, new FloatArray(100), row(100, 64)))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessageContaining("[100, 1, 1] items in groups of [64, 1, 1]");
    }

    @Test
    void aKernelWithAContextNeedsAGrid() throws TornadoExecutionPlanException {
        FloatArray y = new FloatArray(4);
        TaskGraph graph =
                new TaskGraph("g").transferToDevice(EVERY_EXECUTION, y).task("t", LaunchTest::sumOfGroup, CONTEXT, y);
        try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
            assertThatThrownBy(plan::execute)
                    .isInstanceOf(TornadoTaskRuntimeException.class)
                    .hasMessageStartingWith("task g.t takes a KernelContext but has no grid");
            assertThatThrownBy(() -> plan.withGridScheduler(new GridScheduler("g.other", row(4, 1))))
                    .isInstanceOf(TornadoRuntimeException.class)
                    .hasMessageContaining("[g.other]");
        }
    }

    private static void countTo(IntArray y, int n) {
        for (int i = 0; i < y.getSize(); i++) {
            y.set(i, n + i);
        }
    }

    @Test
    void aKernelWithoutAContextRunsOnce() throws TornadoExecutionPlanException {
        IntArray y = new IntArray(3);
        TaskGraph graph =
                new TaskGraph("g").task("t", LaunchTest::countTo, y, 5).transferToHost(EVERY_EXECUTION, y);
        try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
            plan.execute();
        }
        assertThat(y.toHeapArray()).containsExactly(5, 6, 7);
    }

    @Test
    void aContextOfNoItemHasNoBarrier() {
        assertThatThrownBy(CONTEXT::localBarrier).isInstanceOf(IllegalStateException.class);
        assertThat(CONTEXT.globalIdx).isZero();
    }
}
