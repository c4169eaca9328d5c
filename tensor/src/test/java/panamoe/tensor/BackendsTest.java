package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {

    /** Without these backends, the kernel tests would pass without running a kernel. */
    @Test
    void theExpectedBackendsRunHere() {
        assertThat(Backends.providers().collect(BackendProvider::name)).contains("reference", "scalar", "vector");
        boolean incubator =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        for (BackendProvider provider : Backends.providers()) {
            if (incubator || !provider.name().equals("vector")) {
                assertThat(provider.unavailable()).as(provider.name()).isEmpty();
            }
        }
    }

    @Test
    void makesABackendByName() {
        for (String name : new String[] {"reference", "scalar", "vector"}) {
            try (Backend backend = Backends.create(name, 2)) {
                assertThat(backend.name()).isEqualTo(name);
                assertThat(backend.floatType()).isEqualTo(name.equals("reference") ? DType.F64 : DType.F32);
            }
        }
    }

    @Test
    void autoTakesTheVectorKernelsWhereTheyRun() {
        try (Backend backend = Backends.create("auto", 1)) {
            assertThat(backend.name()).isEqualTo("vector");
        }
    }

    @Test
    void refusesAnUnknownNameAndNoThreads() {
        assertThatThrownBy(() -> Backends.create("gpu", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown backend 'gpu': expected auto or one of reference, scalar, vector");
        assertThatThrownBy(() -> Backends.create("vector", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads 0: expected 1 to 1024");
    }

    @Test
    void aNameAndARequestAgreeInTheirPrecision() {
        assertThat(Backends.precision("vector", Optional.empty())).isEqualTo(Precision.FP32);
        assertThat(Backends.precision("vector", Optional.of(Precision.TF32))).isEqualTo(Precision.TF32);
        assertThat(Backends.precision("vector-tf32", Optional.empty())).isEqualTo(Precision.TF32);
        assertThat(Backends.precision("vector-tf32", Optional.of(Precision.TF32)))
                .isEqualTo(Precision.TF32);
        assertThatThrownBy(() -> Backends.create(
                        "vector-tf32", new BackendRequest(1, Optional.empty(), Optional.of(Precision.FP32))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "backend vector-tf32 and precision fp32: the name stands for tf32; leave the precision out or"
                                + " name the backend without -tf32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tf32", "vector-tf32-tf32", "auto-tf32", "gpu-tf32"})
    void refusesAPrecisionSuffixOnAnyOtherName(String name) {
        assertThatThrownBy(() -> Backends.create(name, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown backend '" + name + "': expected auto or one of reference, scalar, vector");
    }
}
