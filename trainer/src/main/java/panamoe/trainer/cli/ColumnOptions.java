package panamoe.trainer.cli;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.lines.InputColumns;
import panamoe.trainer.product.lines.InputFormat;
import picocli.CommandLine.Option;

/** The columns of a table, or the keys of JSON objects, that predict reads. */
final class ColumnOptions {

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description = "The column or key of the text, in tsv and jsonl. Default: text.")
    private @Nullable String text;

    @Option(names = "--pair-column", paramLabel = "NAME", description = "That of the second text. Default: pair.")
    private @Nullable String pair;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "A column or key whose value each answer begins with. Default: none.")
    private @Nullable String id;

    /** The columns of an input. @throws UserError if it has none, or two of them have one name */
    InputColumns of(InputFormat format) {
        if (format == InputFormat.TEXT && (text != null || pair != null || id != null)) {
            throw new UserError("--text-column, --pair-column and --id-column are of tables and objects: add"
                    + " --input-format tsv or jsonl");
        }
        try {
            return new InputColumns(
                    text == null ? InputColumns.USUAL.text() : text,
                    pair == null ? InputColumns.USUAL.pair() : pair,
                    pair != null,
                    id);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    e.getMessage() + "; the text's is text and the second text's is pair where no option names them");
        }
    }
}
