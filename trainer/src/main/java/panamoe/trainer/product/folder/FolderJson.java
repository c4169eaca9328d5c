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

/** Reads a JSON file of a model; an error names the key that is wrong. */
final class FolderJson {

    private FolderJson() {}

    /** The value of a file. @throws IllegalArgumentException if it does not fit the type; the message begins with the file's name */
    static <T> T read(JsonMapper mapper, Path file, String text, TypeReference<T> type) {
        try {
            T value = mapper.readValue(text, type);
            Check.that(value != null, file.getFileName() + " is null: expected an object or a list");
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
            case UnrecognizedPropertyException unknown -> place + " is not a key of this format";
            case DatabindException other when !place.isEmpty() -> place + " is missing, or its value does not fit";
            default -> "not JSON of this format" + line(e.getLocation());
        };
    }

    /** The keys and indices from the outermost on, as in {@code model.moe.experts}; empty for the whole file. */
    private static String place(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String line(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
    }
}
