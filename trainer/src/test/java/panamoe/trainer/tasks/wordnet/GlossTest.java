package panamoe.trainer.tasks.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlossTest {

    @Test
    void examplesAreSplitOff() {
        Gloss gloss = Gloss.parse(
                "draw air into, and expel out of, the lungs; \"I can breathe\"; \"The patient is  respiring\"  ");

        assertThat(gloss.definition()).isEqualTo("draw air into, and expel out of, the lungs");
        assertThat(gloss.examples().castToList()).containsExactly("I can breathe", "The patient is respiring");
    }

    @Test
    void leadingRemarksAreRemoved() {
        assertThat(Gloss.parse("(law) (formerly) a writ; sealed (or not)").definition())
                .isEqualTo("a writ; sealed (or not)");
    }

    @Test
    void quotedWordsInsideADefinitionAreKept() {
        assertThat(Gloss.parse("the syllable \"la\" sung; \"a la\"").definition())
                .isEqualTo("the syllable \"la\" sung");
    }

    @Test
    void normalFormKeepsLettersAndDigitsOnly() {
        assertThat(Gloss.normalForm("  A Caf\u00e9, of 1790--(Paris)! ")).isEqualTo("a caf\u00e9 of 1790 paris");
        assertThat(Gloss.normalForm("...")).isEmpty();
    }

    @Test
    void overlapComparesTheSpelling() {
        assertThat(Words.overlap("happy", "unhappy")).isTrue();
        assertThat(Words.overlap("oak tree", "a large Oak")).isTrue();
        assertThat(Words.overlap("go", "a large cargo")).isFalse();
        assertThat(Words.overlap("go", "to go away")).isTrue();
        assertThat(Words.overlap("cut", "trim")).isFalse();
    }
}
