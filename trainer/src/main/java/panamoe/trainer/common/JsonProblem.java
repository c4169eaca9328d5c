package panamoe.trainer.common;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says why a text cannot be read as JSON, without the parser's own message, which names classes and settings of Java. */
public final class JsonProblem {

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    private JsonProblem() {}

    /** The problem, such as "not JSON: it ends too early". */
    public static String of(JacksonException e) {
        return "not JSON: " + reason(e);
    }

    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        Matcher duplicate = DUPLICATE.matcher(message);
        if (duplicate.lookingAt()) {
            return "key " + MessageText.quoted(duplicate.group(1)) + " stands twice in an object";
        }
        return switch (e) {
            case StreamConstraintsException limit when message.contains("nesting depth") -> "nested too deeply";
            case StreamConstraintsException limit
            when message.contains("Number value length") -> "a number has too many digits";
            case StreamConstraintsException limit -> "a name or a value is too long";
            case UnexpectedEndOfInputException end -> "it ends too early";
            default -> "something unexpected" + column(e.getLocation());
        };
    }

    private static String column(@Nullable TokenStreamLocation location) {
        return location == null || location.getColumnNr() < 1 ? "" : " at column " + location.getColumnNr();
    }

    /** The line of the problem, counted from 1; 0 if the parser does not know it. */
    public static int line(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? 0 : Math.max(0, location.getLineNr());
    }
}
