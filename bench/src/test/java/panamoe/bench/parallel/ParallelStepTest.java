package panamoe.bench.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.autograd.Parameter;
import panamoe.bench.step.StepBatch;
import panamoe.bench.step.StepModel;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.tensor.parallel.ThreadProcesses;

/** Processes with a batch each do the step of one process with all of their batches. */
class ParallelStepTest {

    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(4, 16, 2, 32), new StepSizes.Mixture(4, 1), new StepSizes.Inputs(4, 5, 50, 3));

    private static final int STEPS = 3;

    /** The reference backend has doubles; only the order of the sums differs, and Adam divides by small roots. */
    private static final double TOLERANCE = 1e-9;

    /** The losses of some steps and the gradients of the last one, one array for each parameter of the whole model. */
    private record Trained(double[] losses, List<double[]> gradients) {}

    private static Trained train(StepSizes sizes, ProcessGroup group, boolean dividesExperts) {
        try (Backend backend = Backends.create("reference", 1)) {
            Rng rng = new Rng(11);
            StepModel model = new StepModel(backend, sizes, rng, group, dividesExperts);
            double[] losses = new double[STEPS];
            for (int i = 0; i < STEPS; i++) {
                losses[i] = model.step(StepBatch.random(backend, sizes, i % 2, rng.derive(i), group))
                        .loss();
            }
            return new Trained(
                    losses,
                    model.parameters()
                            .list()
                            .collect(p -> whole(backend, p, group))
                            .castToList());
        }
    }

    /** The gradient of the whole parameter: the sum over the processes of what each has of it, or of equal parts of it. */
    private static double[] whole(Backend backend, Parameter parameter, ProcessGroup group) {
        double[] own = backend.readDoubles(parameter.gradient());
        double[] whole = new double[parameter.isSharded() ? own.length * group.size() : own.length];
        if (parameter.isSharded()) {
            System.arraycopy(own, 0, whole, group.rank() * own.length, own.length);
        } else {
            Arrays.setAll(whole, i -> own[i] / group.size());
        }
        return group.sum(whole);
    }

    @ParameterizedTest
    @CsvSource({"2, false, 1", "2, false, 2", "2, true, 1", "4, true, 2"})
    void severalProcessesDoTheStepOfOne(int processes, boolean dividesExperts, int k) {
        StepSizes sizes = SIZES.withK(k);
        Trained one = train(sizes.withSequences(processes * sizes.sequences()), ProcessGroup.single(), false);

        List<Trained> all = ThreadProcesses.run(processes, group -> train(sizes, group, dividesExperts));

        for (Trained each : all) {
            assertThat(each.losses()).containsExactly(one.losses(), within(TOLERANCE));
            assertThat(each.gradients()).hasSameSizeAs(one.gradients());
            for (int p = 0; p < one.gradients().size(); p++) {
                assertThat(each.gradients().get(p))
                        .as("parameter %d", p)
                        .containsExactly(one.gradients().get(p), within(TOLERANCE));
            }
        }
    }

    @Test
    void aMeasurementHasTheTimesOfAStep() {
        StepSizes sizes = SIZES;
        List<ParallelMeasurement> all = ThreadProcesses.run(2, group -> {
            try (StepRun run = new StepRun(Backends.create("auto", 1), sizes, group, true)) {
                return ParallelMeasurement.of(run, group, 1, 3);
            }
        });

        assertThat(all.get(1)).as("both processes have the means").isEqualTo(all.get(0));
        ParallelMeasurement taken = all.getFirst();
        assertThat(taken.stepMs()).isPositive();
        assertThat(taken.computeMs()).isPositive().isLessThan(taken.stepMs());
        assertThat(taken.waitingMs()).isPositive().isLessThan(taken.stepMs());
        assertThat(taken.blockingMs()).isPositive().isLessThanOrEqualTo(taken.waitingMs());
        assertThat(taken.sumsMs()).isPositive();
        // values, gradients and two moments of the parameters, of which half of the experts
        double parameters = ModelParts.of(sizes).ofProcess(sizes.experts(), 2);
        assertThat(taken.stateBytes()).isBetween(16 * parameters, 1.1 * 16 * parameters);
        assertThat(taken.workspaceBytes()).isPositive();
        assertThat(taken.liveHeapBytes()).isGreaterThan(taken.stateBytes() + taken.workspaceBytes());
        assertThat(taken.imbalance()).isBetween(1.0, 2.0);
        // the parameters without the experts, which begin at multiples of 16 elements
        double replicated = 4 * ModelParts.of(sizes).replicated(sizes.experts());
        assertThat((double) taken.summedBytes()).isBetween(replicated, 1.1 * replicated);
    }

    @Test
    void aCollectiveIsMeasuredInAllProcesses() {
        List<CollectiveTime> times = ThreadProcesses.runOn(
                3, member -> new CollectiveTimer(member, 0.001).measure(Collective.ALL_TO_ALL, 1000));

        // the first whole number of floats for three processes
        assertThat(times).allMatch(time -> time.bytes() == 1008 && time.processes() == 3 && time.calls() >= 5);
        assertThat(times)
                .extracting(CollectiveTime::seconds)
                .containsOnly(times.getFirst().seconds());
        assertThat(times.getFirst().seconds()).isPositive();
    }
}
