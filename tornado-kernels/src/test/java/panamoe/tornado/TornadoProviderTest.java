package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;

/** The backend is found by name, and says why it cannot run. */
class TornadoProviderTest {

    private static final String BAILOUT = "tornado.recover.bailout";

    private final String before = System.getProperty(BAILOUT);

    @AfterEach
    void restore() {
        System.setProperty(BAILOUT, before);
        System.clearProperty("panamoe.tornado.problem");
    }

    @Test
    void runsOnTheFirstDevice() {
        assertThat(new TornadoProvider().unavailable()).isEmpty();
        assertThat(new TornadoProvider().devices()).isNotEmpty().allMatch(line -> line.matches("\\d:\\d  .+"));
        try (Backend backend = Backends.create("tornado", 1)) {
            assertThat(backend.name()).isEqualTo("tornado");
            assertThat(backend.deviceName())
                    .hasValueSatisfying(name -> assertThat(name).endsWith("device 0:0"));
        }
    }

    @Test
    void refusesToRunWhereKernelsMightSilentlyRunAsJava() {
        System.setProperty(BAILOUT, "True");
        assertThat(new TornadoProvider().unavailable())
                .hasValueSatisfying(reason -> assertThat(reason).contains("-Dtornado.recover.bailout=False"));
        System.clearProperty(BAILOUT);
        assertThat(new TornadoProvider().unavailable()).isPresent();
    }

    @Test
    void saysWhatTheLauncherFound() {
        System.setProperty("panamoe.tornado.problem", "the SDK is for JDK 21");
        assertThat(new TornadoProvider().unavailable()).contains("the SDK is for JDK 21");
    }
}
