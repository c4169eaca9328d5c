package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.Precision;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Recorded calls run in order on the right elements, however often plans change and wherever content lies. */
class RecorderTest {

    private static final int LARGE = Sequence.STREAMED_AT_MOST + 1000;

    private final Device device = TornadoDevices.find("0:0", Precision.FP32);
    private PlanCache plans = new PlanCache(device, 8);
    private Recorder recorder = new Recorder(device, plans);

    @AfterEach
    void close() {
        recorder.close();
    }

    private static Tensor zeros(int length) {
        return Tensor.of(new DeviceBuffer(DType.F32, length, true), 0, Shape.of(length));
    }

    private static Tensor part(Tensor of, int offset, int length) {
        return Tensor.of(of.storage(), offset, Shape.of(length));
    }

    private void write(Tensor y, float value) {
        float[] array = ((HeapStorage.Floats) recorder.toWrite(y)).array();
        Arrays.fill(array, y.offset(), y.offset() + y.size(), value);
    }

    private void scale(double factor, Tensor x, Tensor y) {
        recorder.call(SampleCode.SCALE)
                .in(x)
                .out(y)
                .ints(x.size())
                .reals(factor)
                .run();
    }

    private void accumulate(Tensor x, Tensor y) {
        recorder.call(SampleCode.ACCUMULATE).in(x).inOut(y).ints(x.size()).run();
    }

    private float sum(Tensor x) {
        Tensor y = recorder.scratch(DType.F32, 1);
        recorder.call(SampleCode.SUM_ROWS).in(x).out(y).ints(1, x.size()).run();
        float sum = recorder.readFloats(y)[0];
        recorder.discard(y);
        return sum;
    }

    /** {@code weights += factor x}, by a temporary tensor. */
    private void update(double factor, Tensor x, Tensor weights) {
        Tensor step = recorder.scratch(DType.F32, x.size());
        scale(factor, x, step);
        accumulate(step, weights);
        recorder.discard(step);
    }

    @Test
    void theSameSequenceReusesItsPlanWithNewNumbersAndNewInput() {
        Tensor weights = zeros(LARGE);
        Tensor x = zeros(LARGE);
        float expected = 0;
        for (int step = 1; step <= 4; step++) {
            write(x, step);
            update(step + 1, x, weights);
            expected += step * (step + 1);
            assertThat(sum(weights)).as("step %d", step).isEqualTo(LARGE * expected);
        }
        // the second write shows that x changes from step to step, and it is streamed from then on
        assertThat(plans.made()).isEqualTo(2);
    }

    @Test
    void otherSizesAndPlacesUseThePlanToo() {
        Tensor weights = zeros(100);
        Tensor x = zeros(10);
        for (int step = 0; step < 5; step++) {
            write(x, 1);
            update(2, part(x, 0, 10 - step), part(weights, 10 * step, 10 - step));
            assertThat(sum(weights)).isEqualTo(2 * (10 * (step + 1) - step * (step + 1) / 2));
        }
        assertThat(plans.made()).isEqualTo(1);
    }

    @Test
    void aPlanThatIsTooSmallIsReplacedByALargerOne() {
        for (int length : new int[] {100, 1000, 1100, 1249, 900}) {
            Tensor x = zeros(length);
            write(x, 3);
            Tensor y = recorder.scratch(DType.F32, length);
            scale(2, x, y);
            assertThat(recorder.readFloats(y)).hasSize(length).containsOnly(6);
            recorder.discard(y);
        }
        // for 100 elements, for 1000 with a quarter more for y, and for x, which gets no room to grow while it is
        // written once only
        assertThat(plans.made()).isBetween(2, 4);
    }

    @Test
    void weightsFollowFromOnePlanToTheOtherAndBack() {
        Tensor weights = zeros(LARGE);
        Tensor ones = zeros(LARGE);
        write(ones, 1);
        for (int round = 1; round <= 3; round++) {
            update(1, ones, weights);
            recorder.flush();
            Tensor doubled = recorder.scratch(DType.F32, LARGE);
            scale(2, weights, doubled);
            assertThat(recorder.readFloats(doubled)).containsOnly(2 * round);
            recorder.discard(doubled);
            assertThat(recorder.readFloats(part(weights, 7, 2))).containsExactly(round, round);
        }
        assertThat(plans.made()).isEqualTo(2);
    }

    @Test
    void elementsThatAPlanDoesNotWriteKeepTheirValues() {
        Tensor weights = zeros(LARGE);
        write(weights, 5);
        Tensor x = zeros(10);
        write(x, 1);
        scale(1, x, part(weights, 20, 10));
        float[] all = recorder.readFloats(weights);
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).as("element %d", i).isEqualTo(i >= 20 && i < 30 ? 1 : 5);
        }
    }

    @Test
    void theHostChangesAPartOfABufferOnTheDevice() {
        Tensor weights = zeros(LARGE);
        Tensor ones = zeros(LARGE);
        write(ones, 1);
        update(1, ones, weights);
        write(part(weights, 0, 10), 100);
        update(1, ones, weights);
        assertThat(recorder.readFloats(part(weights, 8, 4))).containsExactly(101, 101, 2, 2);
    }

    @Test
    void aResultOutlivesTheNextRunOfItsPlan() {
        Tensor x = zeros(10);
        Tensor[] results = new Tensor[4];
        for (int i = 0; i < results.length; i++) {
            write(x, i + 1);
            results[i] = zeros(10);
            scale(10, x, results[i]);
            recorder.flush();
        }
        assertThat(plans.made()).isEqualTo(1);
        for (int i = 0; i < results.length; i++) {
            assertThat(recorder.readFloats(results[i])).containsOnly(10 * (i + 1));
        }
    }

    @Test
    void aPendingCallReadsTheContentFromWhenItWasRecorded() {
        Tensor x = zeros(10);
        Tensor y = zeros(10);
        Tensor z = zeros(10);
        write(x, 1);
        scale(10, x, y);
        write(x, 2);
        scale(10, x, z);
        assertThat(recorder.readFloats(z)).containsOnly(20);
        assertThat(recorder.readFloats(y)).containsOnly(10);
        write(part(x, 0, 5), 3);
        assertThat(recorder.readFloats(x)).containsExactly(3, 3, 3, 3, 3, 2, 2, 2, 2, 2);
    }

    @Test
    void tensorsOfOneBufferMeetInOneCall() {
        Tensor weights = zeros(100);
        write(part(weights, 0, 10), 3);
        write(part(weights, 10, 10), 4);
        scale(2, part(weights, 0, 10), part(weights, 20, 10));
        accumulate(part(weights, 10, 10), part(weights, 20, 10));
        accumulate(part(weights, 20, 10), part(weights, 0, 10));
        assertThat(recorder.readFloats(part(weights, 9, 2))).containsExactly(13, 4);
        assertThat(recorder.readFloats(part(weights, 19, 2))).containsExactly(4, 10);
        assertThat(recorder.readFloats(part(weights, 30, 1))).containsExactly(0);
    }

    /**
     * A graph of TornadoVM has room for less than half of these calls. So a graph reads content of one that ran several
     * graphs before.
     */
    @Test
    void manyCallsRunAsAChainOfGraphs() {
        Tensor x = zeros(10);
        Tensor weights = zeros(LARGE);
        Tensor doubled = zeros(10);
        for (int step = 1; step <= 3; step++) {
            write(x, step);
            scale(2, x, doubled);
            int calls = GraphBudget.MAX_TASKS + 64;
            for (int i = 0; i < calls; i++) {
                accumulate(x, part(weights, 0, 10));
            }
            accumulate(doubled, part(weights, 20, 10));
            float before = step * (step - 1) / 2f;
            assertThat(recorder.readFloats(part(weights, 9, 1))).containsExactly(calls * (before + step));
            assertThat(recorder.readFloats(part(weights, 20, 1))).containsExactly(2 * (before + step));
            write(part(weights, 100, 1), step);
        }
        assertThat(recorder.readFloats(part(weights, 99, 3))).containsExactly(0, 3, 0);
        assertThat(plans.made()).isEqualTo(1);
    }

    @Test
    void temporariesShareMemory() {
        Tensor x = zeros(1000);
        write(x, 1);
        Tensor before = x;
        for (int i = 0; i < 20; i++) {
            Tensor after = recorder.scratch(DType.F32, 1000);
            scale(1, before, after);
            if (before != x) {
                recorder.discard(before);
            }
            before = after;
        }
        assertThat(recorder.readFloats(before)).containsOnly(1);
        // x, the result and two temporaries in turn, each with a quarter to spare, and the numbers of the calls
        assertThat(plans.bytes()).isLessThan(5 * 1250 * Float.BYTES + 1000);
    }

    @Test
    void aPlanThatWasNotUsedForLongIsClosedAndItsResultsAreKept() {
        plans = new PlanCache(device, 2);
        recorder = new Recorder(device, plans);
        Tensor[] results = new Tensor[4];
        Tensor x = zeros(10);
        write(x, 1);
        for (int i = 0; i < results.length; i++) {
            results[i] = zeros(10);
            for (int call = 0; call <= i; call++) {
                accumulate(x, results[i]);
            }
            recorder.flush();
        }
        assertThat(plans.size()).isEqualTo(2);
        assertThat(plans.made()).isEqualTo(4);
        for (int i = 0; i < results.length; i++) {
            assertThat(recorder.readFloats(results[i])).containsOnly(i + 1);
        }
    }

    @Test
    void oldPlansAreClosedBeforeMemoryRunsOut() {
        Device small = withMemory(1 << 20);
        plans = new PlanCache(small, 8);
        recorder = new Recorder(small, plans);
        Tensor[] results = new Tensor[3];
        for (int i = 0; i < results.length; i++) {
            results[i] = zeros(100_000);
            Tensor x = zeros(100_000);
            write(x, 1);
            for (int call = 0; call <= i; call++) {
                accumulate(x, results[i]);
            }
            recorder.flush();
            assertThat(plans.size()).isEqualTo(1);
            assertThat(plans.bytes()).isBetween(800_000L, 1L << 20);
        }
        for (int i = 0; i < results.length; i++) {
            assertThat(recorder.readFloats(results[i])).containsOnly(i + 1);
        }
    }

    @Test
    void tooLittleMemoryFailsWithTheSizeThatIsNeeded() {
        Device small = withMemory(1 << 20);
        plans = new PlanCache(small, 8);
        recorder = new Recorder(small, plans);
        Tensor weights = zeros(1 << 19);
        update(1, zeros(1000), part(weights, 0, 1000));
        assertThatThrownBy(() -> recorder.readFloats(weights))
                .isInstanceOf(OutOfDeviceMemoryException.class)
                .hasMessageContaining("the step needs 2.0 MiB")
                .hasMessageContaining("the device takes 1.0 MiB")
                .hasMessageContaining("lower the batch size");
    }

    /** The checks of indices read integers that the host wrote, and run no recorded call for it. */
    @Test
    void theHostKnowsTheIntegersThatItWroteUntilAKernelChangesThem() {
        Tensor x = Tensor.of(new DeviceBuffer(DType.I32, 4, true), 0, Shape.of(4));
        Arrays.fill(((HeapStorage.Ints) recorder.toWrite(x)).array(), 7);
        assertThat(recorder.hostInts(part(x, 1, 2))).isNotNull().satisfies(ints -> {
            assertThat(ints.offset()).isEqualTo(1);
            assertThat(ints.array()).containsOnly(7);
        });
        Tensor y = Tensor.of(new DeviceBuffer(DType.I32, 4, true), 0, Shape.of(4));
        recorder.copy(x, y);
        assertThat(recorder.hostInts(y)).isNull();
        assertThat(plans.made()).isZero();
        recorder.flush();
        assertThat(recorder.hostInts(y)).isNull();
        assertThat(recorder.readInts(y)).containsOnly(7);
    }

    @Test
    void aTensorOfAnotherBackendIsRefused() {
        Tensor foreign = Tensor.of(HeapStorage.allocate(DType.F32, 4), 0, Shape.of(4));
        assertThatThrownBy(() -> recorder.readFloats(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another backend's memory");
    }

    private Device withMemory(long bytes) {
        return new Device(
                device.device(),
                device.id(),
                device.items(),
                device.groups(),
                device.products(),
                device.precision(),
                false,
                false,
                bytes,
                bytes);
    }
}
