package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import panamoe.trainer.product.inspection.ExpertUse;

class ExpertPictureTest {

    /** Two tasks: one uses a few experts, the other uses all equally. */
    private static ExpertUse use(int experts, Double... first) {
        Map<String, List<Double>> shares = new LinkedHashMap<>();
        shares.put(
                "one",
                Stream.concat(Stream.of(first), Collections.nCopies(experts - first.length, 0.0).stream())
                        .toList());
        shares.put("another", Collections.nCopies(experts, 1.0 / experts));
        return new ExpertUse(4, experts, shares);
    }

    @Test
    void fewExpertsHaveTheirPercentages() {
        assertThat(ExpertPicture.of(use(8, 0.004, 0.016, 0.1, 0.25, 0.63))).isEqualTo("""
                              0      1      2      3      4      5      6      7
                one              ░░  2  ▒▒ 10  ▓▓ 25  ██ 63
                another   ▒▒ 13  ▒▒ 13  ▒▒ 13  ▒▒ 13  ▒▒ 13  ▒▒ 13  ▒▒ 13  ▒▒ 13
                """);
        assertThat(ExpertPicture.of(use(2, 1.0))).isEqualTo("""
                              0      1
                one       ██100
                another   ██ 50  ██ 50
                """);
    }

    @Test
    void aShareBelowTwoPercentHasNoShade() {
        assertThat(ExpertPicture.of(use(3, 0.014, 0.986)).lines().toList().get(1))
                .isEqualTo("one           1  ██ 99");
    }

    @Test
    void manyExpertsAreTwoCharactersOrOne() {
        assertThat(ExpertPicture.of(use(16, 0.0, 0.5, 0.3, 0.2))).isEqualTo("""
                          0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15
                one         ██ ▓▓ ▒▒
                another  ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░ ░░
                """);
        assertThat(ExpertPicture.of(use(25, 0.0, 0.5, 0.3, 0.2))).isEqualTo("""
                        0123456789012345678901234
                one      █▓▒
                another ░░░░░░░░░░░░░░░░░░░░░░░░░
                """);
    }
}
