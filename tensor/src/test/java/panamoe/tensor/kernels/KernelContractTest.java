package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;
import panamoe.tensor.Backends;
import panamoe.tensor.reference.ReferenceBackend;

/** Runs every {@link KernelCases case} on every backend that can run here and compares with the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelContractTest {

    private final Backend reference = new ReferenceBackend();
    private final Map<String, Backend> backends = new LinkedHashMap<>();

    KernelContractTest() {
        backends.put("reference", reference);
        for (BackendProvider provider : Backends.providers()) {
            if (provider.unavailable().isEmpty() && !provider.name().equals("reference")) {
                backends.put(provider.name() + " on 1 thread", provider.create(1));
                backends.put(provider.name() + " on 3 threads", provider.create(3));
            }
        }
    }

    @AfterAll
    void close() {
        backends.values().forEach(Backend::close);
    }

    @TestFactory
    Stream<DynamicTest> everyBackendAgreesWithTheReference() {
        return KernelCases.all().stream()
                .map(kernelCase -> DynamicTest.dynamicTest(kernelCase.toString(), () -> agree(kernelCase)));
    }

    private void agree(KernelCase kernelCase) {
        Assertions.assertAll(backends.entrySet().stream().map(entry ->
                (Executable) () -> KernelAgreement.check(kernelCase, reference, entry.getValue(), entry.getKey())));
    }

    /** Breaks each argument of each kernel's first case: type, length, and an output that overlaps another argument. */
    @TestFactory
    Stream<DynamicTest> everyBackendRefusesBrokenArguments() {
        Map<String, KernelCase> first = new LinkedHashMap<>();
        KernelCases.all().forEach(c -> first.putIfAbsent(c.kernel(), c));
        return first.values().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.kernel(),
                        () -> backends.forEach((name, backend) -> {
                            for (BrokenArgument broken : BrokenArgument.all(c, backend)) {
                                Assertions.assertThrows(
                                        IllegalArgumentException.class,
                                        broken::launch,
                                        c + " on " + name + ": " + broken);
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> attentionHoldsForLargeScores() {
        return backends.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> LargeScores.check(e.getValue(), e.getKey())));
    }

    /**
     * Indices, labels and offsets out of range: the message gives index and value, and nothing is read or written
     * before.
     */
    @TestFactory
    Stream<DynamicTest> everyBackendRefusesIndicesOutOfRange() {
        return IndexRefusals.all().stream()
                .map(r -> DynamicTest.dynamicTest(
                        r.toString(), () -> backends.values().forEach(r::check)));
    }

    /** Without a refusal, the checks of a kernel that takes integers would not be tested. */
    @Test
    void eachKernelThatReadsIndicesHasRefusals() {
        // these kernels accept any integer
        Set<String> free = Set.of("copy", "maskIndex", "floorDivide", "dropout");
        assertThat(IndexRefusals.all().stream()
                        .map(IndexRefusals.Refusal::kernel)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(KernelCases.all().stream()
                        .filter(c ->
                                c.arguments().stream().anyMatch(a -> a.integer() && a.role() == KernelCase.Role.IN))
                        .map(KernelCase::kernel)
                        .filter(kernel -> !free.contains(kernel))
                        .distinct()
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> theNumberOfThreadsDoesNotChangeABit() {
        return Backends.providers()
                .asLazy()
                .reject(p -> p.name().equals("reference"))
                .select(p -> p.unavailable().isEmpty())
                .toList()
                .stream()
                .map(p -> DynamicTest.dynamicTest(p.name(), () -> sameBits(p)));
    }

    private static void sameBits(BackendProvider provider) {
        List<Backend> opened = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3, 7}) {
            opened.add(provider.create(threads));
        }
        // a smaller case fits into one chunk, which always runs on one thread
        List<KernelCase> large = KernelCases.all().stream()
                .filter(c -> c.arguments().stream().anyMatch(a -> a.shape().size() > 2000))
                .toList();
        for (KernelCase kernelCase : large) {
            KernelRun one = new KernelRun(kernelCase, opened.getFirst());
            one.launch();
            for (Backend backend : opened.subList(1, opened.size())) {
                KernelRun many = new KernelRun(kernelCase, backend);
                many.launch();
                for (int i = 0; i < kernelCase.arguments().size(); i++) {
                    // compared as a whole first, because AssertJ compares elements more slowly than kernels compute
                    // them
                    if (!Arrays.deepEquals(new Object[] {many.result(i)}, new Object[] {one.result(i)})) {
                        assertThat(many.result(i))
                                .as("%s, argument %d, %s with more threads", kernelCase, i, provider.name())
                                .isEqualTo(one.result(i));
                    }
                }
            }
        }
        opened.forEach(Backend::close);
    }
}
