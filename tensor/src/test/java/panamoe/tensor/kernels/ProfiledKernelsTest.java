package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Tensor;
import panamoe.tensor.profile.KernelTotal;
import panamoe.tensor.profile.Profile;

/** A profile changes no bit of any kernel, and counts each call with the bytes of its arguments. */
class ProfiledKernelsTest {

    /** Kernels whose bytes depend on the elements of an argument, or that read a part of one. */
    private static final Set<String> OTHER_BYTES =
            Set.of("groupedGemm", "groupedGemmWeightGradient", "gatherRows", "gatherColumns", "adamW");

    private static final Set<String> WITH_OPERATIONS =
            Set.of("gemm", "groupedGemm", "groupedGemmWeightGradient", "attention", "attentionBackward");

    @Test
    void everyCaseHasTheSameBitsAndIsOneCall() {
        try (Backend plain = Backends.create("auto", 2)) {
            Profile profile = Profile.of(plain, Optional.empty());
            for (KernelCase kernelCase : KernelCases.all()) {
                KernelRun expected = new KernelRun(kernelCase, plain);
                expected.launch();
                KernelRun actual = new KernelRun(kernelCase, profile.backend());
                profile.restart();
                actual.launch();
                List<KernelTotal> kernels = profile.report().kernels().castToList();

                for (int i = 0; i < kernelCase.arguments().size(); i++) {
                    assertThat(actual.result(i))
                            .as("%s, argument %d", kernelCase, i)
                            .isEqualTo(expected.result(i));
                }
                assertThat(kernels).as(kernelCase.toString()).hasSize(1);
                KernelTotal total = kernels.getFirst();
                assertThat(total.kernel().split(" ")[0]).isEqualTo(kernelCase.kernel());
                assertThat(total.calls()).isEqualTo(1);
                if (!OTHER_BYTES.contains(kernelCase.kernel())) {
                    assertThat(total.bytes()).as(kernelCase.toString()).isEqualTo(bytes(kernelCase, actual.tensors()));
                }
            }
        }
    }

    @Test
    void productsAndAttentionHaveOperationsAndOthersHaveNone() {
        Backend reference = Backends.create("reference", 1);
        Profile profile = Profile.of(reference, Optional.empty());
        KernelCases.all().forEach(kernelCase -> new KernelRun(kernelCase, profile.backend()).launch());

        assertThat(profile.report().kernels())
                .allSatisfy(total -> assertThat(total.isProduct())
                        .as(total.kernel())
                        .isEqualTo(WITH_OPERATIONS.contains(total.kernel().split(" ")[0])));
    }

    /** An input or output once, an argument that the kernel updates twice. */
    private static long bytes(KernelCase kernelCase, Tensor[] tensors) {
        long sum = 0;
        for (int i = 0; i < tensors.length; i++) {
            boolean updated = kernelCase.arguments().get(i).role() == KernelCase.Role.IN_OUT;
            sum += (long) tensors[i].size() * tensors[i].dtype().bytes() * (updated ? 2 : 1);
        }
        return sum;
    }
}
