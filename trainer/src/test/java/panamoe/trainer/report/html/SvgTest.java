package panamoe.trainer.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SvgTest {

    @Test
    void aLongNameIsCutAndCompleteInItsToolTip() {
        assertThat(Svg.rowLabel(1, 2, "word-and-definition").render()).contains(">word-and-definition<");
        assertThat(Svg.rowLabel(1, 2, "a-task-with-a-very-long-name").render())
                .contains(">a-task-with-a-very-…<")
                .contains("<title>a-task-with-a-very-long-name</title>");
    }

    @Test
    void textIsEscapedAndNumbersHaveAtMostTwoDecimals() {
        assertThat(Svg.text(1.5, 2, "end", "label", "a < b").render())
                .isEqualTo("<text x=\"1.50\" y=\"2\" text-anchor=\"end\" class=\"label\">a &lt; b</text>");
    }
}
