package panamoe.trainer.product.folder;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a JSON file of a model, and says in the words of the format what is wrong with it. */
final class FolderJson {

    private FolderJson() {}

    /** The file's value. @throws IllegalArgumentException if it is no such value; the message begins with the file's name */
    static <T> T read(JsonMapper mapper, Path file, String text, TypeReference<T> type) {
        try {
            T value = mapper.readValue(text, type);
            Check.that(value != null, file.getFileName() + " is null: expected a model's");
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file.getFileName() + ": " + problem(e), e);
        }
    }

    private static String problem(JacksonException e) {
        String place = place(e);
        return switch (e) {
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException cause ->
                (place.isEmpty() ? "" : place + ": ") + cause.getMessage();
            case UnrecognizedPropertyException unknown -> place + " is no key of this format";
            case DatabindException other when !place.isEmpty() -> place + " is missing, or its value does not fit";
            default -> "no JSON of this format" + line(e.getLocation());
        };
    }

    /** Keys and indices from the outermost on, as in {@code model.moe.experts}; empty for the whole. */
    private static String place(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String line(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
    }
}
