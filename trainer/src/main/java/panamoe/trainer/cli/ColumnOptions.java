package panamoe.trainer.cli;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.lines.InputColumns;
import panamoe.trainer.product.lines.InputFormat;
import picocli.CommandLine.Option;

/** The options for the columns of a table, or the keys of JSON objects, that predict reads. */
final class ColumnOptions {

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description = "The column (tsv) or key (jsonl) of the text. Default: text.")
    private @Nullable String text;

    @Option(
            names = "--pair-column",
            paramLabel = "NAME",
            description = "The column (tsv) or key (jsonl) of the second text. Default: pair.")
    private @Nullable String pair;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "The column (tsv) or key (jsonl) of an ID, which each answer repeats. Default: none.")
    private @Nullable String id;

    /** The columns of an input. @throws UserError if the format has no columns, or two options name the same one */
    InputColumns of(InputFormat format) {
        if (format == InputFormat.TEXT && (text != null || pair != null || id != null)) {
            throw new UserError("--text-column, --pair-column and --id-column need an input with columns or keys: add"
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
                    e.getMessage() + "; without options the text is in column text and the second text in column pair");
        }
    }
}
