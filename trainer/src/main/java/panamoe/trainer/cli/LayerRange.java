package panamoe.trainer.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Encoder layers from the first to the last, both included, counted from 0.
 *
 * @param first the lowest trained layer
 * @param last the highest trained layer; the layers above it are left out
 */
record LayerRange(int first, int last) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})-(\\d{1,3})");

    /** All layers from the first to the last. */
    List<Integer> all() {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    /** Reads {@code 0-1}. */
    static final class Converter implements ITypeConverter<LayerRange> {
        @Override
        public LayerRange convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > Integer.parseInt(matcher.group(2))) {
                throw new TypeConversionException("'" + text + "': expected FIRST-LAST, such as 0-1 or 4-5");
            }
            return new LayerRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }
    }
}
