package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static TextTable table() {
        TextTable table = new TextTable("lrl");
        table.add(List.of("name", "n", "words"));
        table.add(List.of("a", "12", "one two three incomprehensibilities"));
        return table;
    }

    @Test
    void columnsAreAlignedTwoSpacesApart() {
        assertThat(table().text()).isEqualTo("""
                name   n  words
                a     12  one two three incomprehensibilities
                """);
        assertThat(table().width()).isEqualTo("name  12  one two three incomprehensibilities".length());
    }

    @Test
    void theLastColumnIsWrappedAtSpaces() {
        assertThat(table().text("name  12  one two".length())).isEqualTo("""
                name   n  words
                a     12  one two
                          three
                          incomprehensibilities
                """);
    }
}
