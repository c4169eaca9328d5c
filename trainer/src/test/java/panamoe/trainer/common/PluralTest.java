package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {

    @Test
    void oneAloneIsSingular() {
        assertThat(Plural.of(0, "task")).isEqualTo("0 tasks");
        assertThat(Plural.of(1, "task")).isEqualTo("1 task");
        assertThat(Plural.of(2, "training step")).isEqualTo("2 training steps");
        assertThat(Plural.noun(1, "unit")).isEqualTo("unit");
        assertThat(Plural.noun(21, "unit")).isEqualTo("units");
    }
}
