package panamoe.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.reference.ReferenceBackend;

/** AdamW against the paper's algorithm as a loop over single numbers. */
class AdamWTest {

    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.8, 0.95, 1e-6, 1.5);

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();

    private double[] read(Tensor t) {
        return backend.readDoubles(t);
    }

    /** One parameter, or entry of a stacked one, with its own moments and step count. */
    private static final class Expected {
        final double[] p;
        final double[] m;
        final double[] v;
        final AdamW.Group group;
        int t;

        Expected(double[] p, AdamW.Group group) {
            this.p = p;
            this.m = new double[p.length];
            this.v = new double[p.length];
            this.group = group;
        }

        void step(double[] gradient, double clip, double factor) {
            t++;
            for (int i = 0; i < p.length; i++) {
                double g = clip * gradient[i];
                m[i] = 0.8 * m[i] + 0.2 * g;
                v[i] = 0.95 * v[i] + 0.05 * g * g;
                double mHat = m[i] / (1 - Math.pow(0.8, t));
                double vHat = v[i] / (1 - Math.pow(0.95, t));
                p[i] -= factor * group.learningRate() * (mHat / (Math.sqrt(vHat) + 1e-6) + group.weightDecay() * p[i]);
            }
        }
    }

    @Test
    void followsThePaperWithClippingGroupsAndInactiveTasks() {
        Parameter weight = parameters.add("weight", Shape.of(3, 2), Init.normal(1));
        Parameter heads = parameters.addStacked("heads", Shape.of(3, 5), Init.normal(1));
        parameters.allocate(backend, new Rng(3));
        var slow = new AdamW.Group(0.01, 0.1);
        var fast = new AdamW.Group(0.1, 0);
        AdamW adamW = new AdamW(parameters, SETTINGS, p -> p == weight ? slow : fast);

        Expected expectedWeight = new Expected(read(weight.value()), slow);
        Expected[] expectedHeads = new Expected[3];
        for (int task = 0; task < 3; task++) {
            expectedHeads[task] = new Expected(read(heads.value().rowSlice(task, task + 1)), fast);
        }
        IntSet[] active = {
            IntSets.immutable.of(0, 1), IntSets.immutable.of(1), IntSets.immutable.empty(), IntSets.immutable.of(0, 1)
        };
        for (int step = 0; step < active.length; step++) {
            double factor = 1 - 0.2 * step;
            // the first steps are clipped, the last is not
            double deviation = step < 3 ? 2 : 0.05;
            double[] gw = new Rng(50 + step).normals(0, 6, 0, deviation);
            double[] gh = new Rng(50 + step).normals(1, 15, 0, deviation);
            double norm = 0;
            for (double g : gw) {
                norm += g * g;
            }
            for (int i = 0; i < gh.length; i++) {
                gh[i] = active[step].contains(i / 5) ? gh[i] : 0;
                norm += gh[i] * gh[i];
            }
            backend.write(weight.gradient(), gw);
            backend.write(heads.gradient(), gh);
            double clip = Math.min(1, 1.5 / Math.sqrt(norm));
            assertThat(clip < 1).as("step %d is clipped", step).isEqualTo(step < 3);

            adamW.step(factor, active[step]);

            expectedWeight.step(gw, clip, factor);
            for (int task = 0; task < 3; task++) {
                if (active[step].contains(task)) {
                    expectedHeads[task].step(Arrays.copyOfRange(gh, 5 * task, 5 * task + 5), clip, factor);
                }
            }
            // the same formula in another order of operations: a few units in the last place
            assertThat(read(weight.value())).containsExactly(expectedWeight.p, within(1e-13));
            for (int task = 0; task < 3; task++) {
                assertThat(read(heads.value().rowSlice(task, task + 1)))
                        .as("task %d after step %d", task, step)
                        .containsExactly(expectedHeads[task].p, within(1e-13));
            }
        }
        assertThat(adamW.stepCounts()).containsExactly(4, 2, 3, 0);
    }

    @Test
    void inactiveAndFrozenParametersDoNotChange() {
        Parameter weight = parameters.add("weight", Shape.of(4), Init.normal(1));
        Parameter heads = parameters.addStacked("heads", Shape.of(2, 3), Init.normal(1));
        parameters.allocate(backend, new Rng(3));
        AdamW adamW = new AdamW(parameters, SETTINGS, p -> new AdamW.Group(0.1, 0.1));
        backend.fill(0.5, parameters.gradients());
        adamW.step(1);
        double[] values = read(parameters.values());
        double[] first = read(adamW.firstMoment());
        double[] second = read(adamW.secondMoment());

        parameters.setTrainable(weight, false);
        adamW.step(1, IntSets.immutable.of(1));

        int begin = heads.offset() + 3;
        assertOnlyChanged(values, read(parameters.values()), begin);
        assertOnlyChanged(first, read(adamW.firstMoment()), begin);
        assertOnlyChanged(second, read(adamW.secondMoment()), begin);
        assertThat(adamW.stepCounts()).containsExactly(1, 1, 2);
    }

    private static void assertOnlyChanged(double[] before, double[] after, int begin) {
        for (int i = 0; i < before.length; i++) {
            if (i >= begin && i < begin + 3) {
                assertThat(after[i]).as("element %d", i).isNotEqualTo(before[i]);
            } else if (i < begin) {
                assertThat(after[i]).as("element %d", i).isEqualTo(before[i]);
            }
        }
    }

    @Test
    void aParameterWithoutGradientStillDecaysAndMovesByItsMoment() {
        Parameter p = parameters.add("p", Shape.of(1), Init.constant(1));
        parameters.allocate(backend, new Rng(3));
        AdamW adamW = new AdamW(
                parameters,
                new AdamW.Settings(0.9, 0.999, 1e-8, Double.POSITIVE_INFINITY),
                q -> new AdamW.Group(0.1, 0.5));
        adamW.step(1);
        assertThat(read(p.value())).containsExactly(new double[] {0.95}, within(1e-15));
    }

    @Test
    void infiniteNormMeansNoClipping() {
        Parameter p = parameters.add("p", Shape.of(1), Init.constant(0));
        parameters.allocate(backend, new Rng(3));
        AdamW adamW = new AdamW(
                parameters, new AdamW.Settings(0, 0, 1e-8, Double.POSITIVE_INFINITY), q -> new AdamW.Group(1, 0));
        backend.write(p.gradient(), new double[] {1e6});
        adamW.step(1);
        assertThat(read(adamW.firstMoment())[0]).isEqualTo(1e6);
    }

    @Test
    void resumesFromACheckpoint() {
        Parameter p = parameters.add("p", Shape.of(3), Init.normal(1));
        parameters.allocate(backend, new Rng(3));
        AdamW whole = new AdamW(parameters, SETTINGS, q -> new AdamW.Group(0.1, 0));
        backend.write(p.gradient(), new double[] {0.1, -0.2, 0.3});
        whole.step(1);
        double[] halfway = read(parameters.values());
        AdamW resumed = new AdamW(parameters, SETTINGS, q -> new AdamW.Group(0.1, 0));
        backend.copy(whole.firstMoment(), resumed.firstMoment());
        backend.copy(whole.secondMoment(), resumed.secondMoment());
        resumed.setStepCounts(whole.stepCounts());
        whole.step(1);
        double[] expected = read(parameters.values());
        backend.write(parameters.values(), halfway);
        resumed.step(1);
        assertThat(read(parameters.values())).containsExactly(expected);
        assertThatThrownBy(() -> resumed.setStepCounts(new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 step counts, expected 1");
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new AdamW.Settings(1, 0.9, 1e-8, 1)).hasMessageContaining("beta1 1.0");
        assertThatThrownBy(() -> new AdamW.Settings(0.9, -1, 1e-8, 1)).hasMessageContaining("beta2 -1.0");
        assertThatThrownBy(() -> new AdamW.Settings(0.9, 0.9, 0, 1)).hasMessageContaining("eps 0.0");
        assertThatThrownBy(() -> new AdamW.Settings(0.9, 0.9, 1e-8, 0)).hasMessageContaining("maxNorm 0.0");
        assertThatThrownBy(() -> new AdamW.Group(-1, 0)).hasMessageContaining("learning rate -1.0");
        assertThatThrownBy(() -> new AdamW.Group(1, -1)).hasMessageContaining("weight decay -1.0");
        assertThatThrownBy(() -> new AdamW(parameters, SETTINGS, p -> new AdamW.Group(1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allocate");
        parameters.add("p", Shape.of(1), Init.constant(0));
        parameters.allocate(backend, new Rng(1));
        assertThatThrownBy(() -> new AdamW(parameters, SETTINGS, p -> null)).hasMessageContaining("no group");
        AdamW adamW = new AdamW(parameters, SETTINGS, p -> new AdamW.Group(1, 0));
        assertThatThrownBy(() -> adamW.step(-1)).hasMessageContaining("factor -1.0");
        assertThatThrownBy(() -> adamW.step(1, null)).hasMessageContaining("null");
    }
}
