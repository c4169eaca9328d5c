package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReaderVersionTest {

    private static final String DIGEST = "0123456789abcdef";

    @Test
    void onlyADifferenceOfTheVersionIsExplained() {
        String now = "my tasks " + ReaderVersion.before(DIGEST);

        assertThat(ReaderVersion.difference("my tasks " + DIGEST, now))
                .hasValue(
                        "the same files were read and split by reader-1, and by reader-2 now, which makes other examples"
                                + " or splits of them");
        assertThat(ReaderVersion.difference("my tasks reader-3 " + DIGEST, now)).isPresent();
        assertThat(ReaderVersion.difference(now, now)).isEmpty();
        assertThat(ReaderVersion.difference("other tasks " + DIGEST, now)).isEmpty();
        assertThat(ReaderVersion.difference("my tasks 1123456789abcdef", now)).isEmpty();
        assertThat(ReaderVersion.difference("wordnet-3.1", now)).isEmpty();
        assertThat(ReaderVersion.difference("my tasks " + DIGEST, "wordnet-3.1"))
                .isEmpty();
    }
}
