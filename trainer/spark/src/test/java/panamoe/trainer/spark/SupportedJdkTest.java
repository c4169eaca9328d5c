package panamoe.trainer.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.Runtime.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;

class SupportedJdkTest {

    @ParameterizedTest
    @ValueSource(strings = {"25", "25+36-LTS", "25.0.1", "25.0.1+8-LTS", "25.0.2", "25.0.2.1"})
    void theFirstReleasesOf25AreRefused(String version) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> SupportedJdk.require(Version.parse(version)))
                .withMessage("JDK " + version
                        + ": its garbage collector has a fault under Spark: use 25.0.3 or newer, or JDK 21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"21", "21.0.13+4", "24.0.2", "25.0.3+9-LTS", "25.0.10", "26"})
    void othersAreTaken(String version) {
        assertThatCode(() -> SupportedJdk.require(Version.parse(version))).doesNotThrowAnyException();
    }
}
