package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import panamoe.tensor.Backend;

/** Runs a {@link KernelCase} on a backend and compares with the reference. */
public final class KernelAgreement {

    private KernelAgreement() {}

    /** Fails if a result is further from the reference's than the case allows, or if the call wrote anything else. */
    public static void check(KernelCase kernelCase, Backend reference, Backend backend, String name) {
        KernelRun expected = new KernelRun(kernelCase, reference);
        expected.launch();
        KernelRun actual = new KernelRun(kernelCase, backend);
        actual.launch();
        String where = kernelCase + " on " + name;
        assertThat(actual.damage()).as(where).isEmpty();
        for (int i = 0; i < kernelCase.arguments().size(); i++) {
            if (kernelCase.arguments().get(i).role() != KernelCase.Role.IN) {
                compare(where + ", argument " + i, kernelCase, expected.result(i), actual.result(i));
            }
        }
    }

    private static void compare(String where, KernelCase kernelCase, Object expected, Object actual) {
        if (expected instanceof int[] ints) {
            assertThat((int[]) actual).as(where).isEqualTo(ints);
            return;
        }
        double[] want = (double[]) expected;
        double[] got = (double[]) actual;
        for (int i = 0; i < want.length; i++) {
            if (Double.isNaN(want[i]) && Double.isNaN(kernelCase.poison())) {
                fail(where + ": the reference's element " + i + " is NaN");
            }
            double allowed = kernelCase.relative() * Math.abs(want[i]) + kernelCase.absolute();
            // a value out of a float's range becomes infinite, and NaN equals NaN here
            boolean same = Double.compare((float) want[i] + 0.0, got[i] + 0.0) == 0 || want[i] == got[i];
            if (!same && !(Math.abs(want[i] - got[i]) <= allowed)) {
                fail(where + ": element " + i + " is " + got[i] + ", expected " + want[i] + " within " + allowed);
            }
        }
    }
}
