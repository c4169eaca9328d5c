package panamoe.trainer.common;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in one line why settings are refused: the key, such as {@code model.moe.experts}, and the expected value. */
final class SettingsProblem {

    private SettingsProblem() {}

    /**
     * The line about a failed binding.
     *
     * @param e the exception of the binding
     * @param settings the settings that were to be bound
     */
    static String text(JacksonException e, JsonNode settings) {
        String place = place(e.getPath());
        return (place.isEmpty() ? "" : place + ": ") + problem(e, settings);
    }

    private static String place(List<JacksonException.Reference> path) {
        String place = path.stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + (step.getIndex() + 1) + "]"
                        : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return place.startsWith(".") ? place.substring(1) : place;
    }

    private static String problem(JacksonException e, JsonNode settings) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknownKey(unknown, settings);
            case ValueInstantiationException refused
            when refused.getCause() != null -> line(refused.getCause().getMessage());
            case InvalidTypeIdException unknown ->
                "unknown kind " + MessageText.quoted(unknown.getTypeId()) + ": expected one of "
                        + Arrays.stream(unknown.getBaseType()
                                        .getRawClass()
                                        .getAnnotation(JsonSubTypes.class)
                                        .value())
                                .map(JsonSubTypes.Type::name)
                                .collect(Collectors.joining(", "));
            case InputCoercionException tooLarge ->
                "expected a whole number below "
                        + (tooLarge.getTargetType() == int.class ? "2^31" : "2^63")
                        + " in size, got "
                        + MessageText.cut(at(settings, e.getPath()).toString());
            case MismatchedInputException mismatch -> mismatch(mismatch, at(settings, e.getPath()));
            default -> line(e.getOriginalMessage());
        };
    }

    private static String unknownKey(UnrecognizedPropertyException e, JsonNode settings) {
        JsonNode parent = at(settings, e.getPath().subList(0, e.getPath().size() - 1));
        Collection<String> known =
                e.getKnownPropertyIds().stream().map(String::valueOf).toList();
        return unknownKey(
                e.getPropertyName(),
                parent.propertyNames().stream().filter(known::contains).toList(),
                known);
    }

    private static String unknownKey(String key, Collection<String> here, Collection<String> known) {
        return "unknown key: did you mean \"" + Nearest.of(key, known) + "\"? Keys here: " + String.join(", ", here);
    }

    /** The line about an unknown key. */
    static String unknownKey(String key, Collection<String> known) {
        return key + ": " + unknownKey(key, known, known);
    }

    private static String mismatch(MismatchedInputException e, JsonNode got) {
        if (got.isMissingNode()) {
            return "expected a value, as every setting of this kind needs";
        }
        return "expected " + expected(e.getTargetType()) + ", got " + MessageText.cut(got.toString());
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    SettingsYaml.MAPPER.valueToTree(constant).asString())
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "a word";
            default -> Collection.class.isAssignableFrom(type) ? "a list" : "keys with values";
        };
    }

    private static JsonNode at(JsonNode node, List<JacksonException.Reference> path) {
        JsonNode found = node;
        for (JacksonException.Reference step : path) {
            found = step.getPropertyName() == null ? found.path(step.getIndex()) : found.path(step.getPropertyName());
        }
        return found;
    }

    private static String line(@Nullable String message) {
        return message == null ? "it cannot be read" : MessageText.line(message);
    }
}
