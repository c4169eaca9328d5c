package panamoe.trainer.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import panamoe.trainer.common.MessageText;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers and paths of all commands; a refusal says what was expected. An argument that begins with @ is taken literally. */
public final class Values {

    private Values() {}

    /** Sets the converters of a command line, and returns it. */
    public static CommandLine readBy(CommandLine commandLine) {
        ITypeConverter<Integer> whole = number(Integer::valueOf, "a whole number up to " + Integer.MAX_VALUE);
        ITypeConverter<Long> large = number(Long::valueOf, "a whole number up to " + Long.MAX_VALUE);
        ITypeConverter<Double> decimal = number(Double::valueOf, "a number");
        return commandLine
                .setExpandAtFiles(false)
                .registerConverter(Integer.class, whole)
                .registerConverter(int.class, whole)
                .registerConverter(Long.class, large)
                .registerConverter(long.class, large)
                .registerConverter(Double.class, decimal)
                .registerConverter(double.class, decimal)
                .registerConverter(Path.class, Values::path);
    }

    private static <T> ITypeConverter<T> number(Function<String, T> parse, String expected) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(MessageText.quoted(text) + ": expected " + expected);
            }
        };
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException(MessageText.quoted(text) + ": expected the path of a file or folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(MessageText.quoted(text)
                    + ": not a path on this system; if it has non-ASCII letters, set LC_ALL to a UTF-8 locale");
        }
    }
}
