package panamoe.trainer.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;

/** The addresses that are taken, and what is said of the others. */
class MasterAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "local",
                "local[0]",
                "local[-1]",
                "local[2",
                "local[*]",
                "local[2,4]",
                "localhost:7077",
                "yarn",
                "spark:",
                "spark://",
                "spark://host",
                "spark://host:",
                "spark://host:7077/",
                "spark://host:70777",
                "spark://a:b:7077",
                "http://host:7077",
                "k8s://host"
            })
    void whatIsNoAddressIsRefusedWithWhatWasExpected(String address) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> MasterAddress.requireUsable(address, 1))
                .withMessageContaining(address)
                .withMessageContaining("expected")
                .withMessageContaining("spark://HOST:PORT");
    }

    @Test
    void aUnitNeedsACoreForEachOfItsThreads() {
        assertThatCode(() -> MasterAddress.requireUsable("local[2]", 2)).doesNotThrowAnyException();
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> MasterAddress.requireUsable("local[2]", 3))
                .withMessage("--spark local[2]: has fewer cores than a unit has threads, which are 3: lower --threads");
    }

    @Test
    void aMasterIsAskedBeforeAnythingIsDone() throws IOException {
        String address;
        try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "spark://localhost:" + master.getLocalPort();
            assertThatCode(() -> MasterAddress.requireUsable(address, 1)).doesNotThrowAnyException();
        }
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> MasterAddress.requireUsable(address, 1))
                .withMessageStartingWith("--spark " + address + ": no master answers there: start one with");
    }

    @Test
    void aWorkerJoinsAClusterAlone() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> MasterAddress.require("local[2]"))
                .withMessage("\"local[2]\": no address of a Spark master: expected spark://HOST:PORT");
    }
}
