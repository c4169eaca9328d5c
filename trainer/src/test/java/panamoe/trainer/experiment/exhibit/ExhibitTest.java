package panamoe.trainer.experiment.exhibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExhibitTest {

    private static final List<String> HEADERS = List.of("Task", "Score");

    private static List<TableCell> row(String... cells) {
        return List.of(cells).stream().map(TableCell::of).toList();
    }

    @Test
    void aTableHasACellForEachOfItsColumns() {
        assertThat(new Exhibit.Table(HEADERS, List.of(row("a", "1"), row("b", "2"))).rows())
                .hasSize(2);
        assertThat(new Exhibit.Table(HEADERS, List.of()).rows()).isEmpty();
        for (List<TableCell> ragged : List.of(row("b"), row("b", "2", "3"), row())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Exhibit.Table(HEADERS, List.of(row("a", "1"), ragged)))
                    .withMessage(
                            "row " + ragged + " of a table with the columns [Task, Score]: expected a cell for each");
        }
    }
}
