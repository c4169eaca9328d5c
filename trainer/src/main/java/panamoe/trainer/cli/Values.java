package panamoe.trainer.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import panamoe.trainer.common.MessageText;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers and paths of all commands, and says in plain words what was expected. An argument that begins with @ is itself. */
public final class Values {

    private Values() {}

    /** A command line whose commands read their values so. */
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
                    + ": no path on this system; where it has letters beyond ASCII, set LC_ALL to a locale in UTF-8");
        }
    }
}
