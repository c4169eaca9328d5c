package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.kernels.KernelAgreement;
import panamoe.tensor.kernels.KernelCase;
import panamoe.tensor.kernels.KernelCases;
import panamoe.tensor.reference.ReferenceBackend;

/** The kernels, run as plain Java on the stand-in's arrays, pass the cases that every backend passes. */
class KernelsTest {

    private final Backend reference = new ReferenceBackend();
    private final Backend memory = Backends.create("scalar", 1);
    private final Backend kernels = PlainJavaKernels.over(memory);

    @AfterEach
    void close() {
        memory.close();
        reference.close();
    }

    @TestFactory
    Stream<DynamicTest> agreeWithTheReference() {
        return cases().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.toString(), () -> KernelAgreement.check(c, reference, kernels, "plain Java")));
    }

    @Test
    void everyKernelHasCases() {
        assertThat(cases().stream().map(KernelCase::kernel).distinct())
                .containsExactlyInAnyOrderElementsOf(PlainJavaKernels.NAMES);
    }

    private static List<KernelCase> cases() {
        return KernelCases.all().stream()
                .filter(c -> PlainJavaKernels.NAMES.contains(c.kernel()))
                .toList();
    }
}
