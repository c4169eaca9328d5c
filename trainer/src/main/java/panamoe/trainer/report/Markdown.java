package panamoe.trainer.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes Markdown in the dialect of GitHub and Hugging Face. */
final class Markdown {

    /** Characters with a meaning within a line. A backslash escapes them. The characters of HTML become entities. */
    private static final Pattern MARKS = Pattern.compile("[\\\\`*_\\[\\]#|~$@]|:(?=//)");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private Markdown() {}

    /** A table with cells of Markdown. Every line ends with a line break, the last one too. */
    static String table(List<String> headers, List<List<String>> rows) {
        List<String> rule = headers.stream().map(header -> "---").toList();
        return Stream.concat(Stream.of(headers, rule), rows.stream())
                .map(Markdown::row)
                .collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Escapes a plain text for use within a line or a cell. Line breaks become spaces. */
    static String text(String text) {
        String line = BLANKS.matcher(text).replaceAll(" ").strip();
        String entities = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return MARKS.matcher(entities).replaceAll("\\\\$0");
    }
}
