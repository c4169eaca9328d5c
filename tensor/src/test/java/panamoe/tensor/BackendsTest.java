package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BackendsTest {

    /** Otherwise the tests of the kernels would pass without having run them. */
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
                .hasMessage("threads 0: expected at least 1");
    }
}
