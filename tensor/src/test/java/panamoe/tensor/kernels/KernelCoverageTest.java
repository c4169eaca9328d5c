package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.ElementwiseKernels;
import panamoe.tensor.FusedKernels;
import panamoe.tensor.IndexKernels;
import panamoe.tensor.MatrixKernels;
import panamoe.tensor.ReductionKernels;
import panamoe.tensor.RowKernels;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.TrainingKernels;
import panamoe.tensor.reference.ReferenceBackend;

/** A kernel without a case fails the build. */
class KernelCoverageTest {

    @Test
    void everyKernelIsCalledByACaseOfItsName() {
        Backend reference = new ReferenceBackend();
        Set<Method> kernels = kernels().collect(Collectors.toSet());
        Set<String> called = new TreeSet<>();
        for (KernelCase kernelCase : KernelCases.all()) {
            Backend recording = (Backend) Proxy.newProxyInstance(
                    Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                        if (!kernels.contains(method)) {
                            return method.invoke(reference, arguments);
                        }
                        assertThat(method.getName())
                                .as("the kernel that case %s calls", kernelCase)
                                .isEqualTo(kernelCase.kernel());
                        called.add(signature(method));
                        return null;
                    });
            new KernelRun(kernelCase, recording).launch();
        }

        assertThat(called)
                .containsExactlyInAnyOrderElementsOf(
                        kernels.stream().map(KernelCoverageTest::signature).toList());
    }

    @Test
    void labelsAreDistinct() {
        assertThat(KernelCases.all().stream().map(KernelCase::toString)).doesNotHaveDuplicates();
    }

    private static Stream<Method> kernels() {
        return Stream.of(
                        ElementwiseKernels.class,
                        ReductionKernels.class,
                        RowKernels.class,
                        MatrixKernels.class,
                        SegmentKernels.class,
                        IndexKernels.class,
                        TrainingKernels.class,
                        FusedKernels.class)
                .flatMap(group -> Arrays.stream(group.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                // the abstract methods of FusedKernels serve the default bodies and are not kernels
                .filter(method -> method.getDeclaringClass() != FusedKernels.class || method.isDefault());
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }
}
