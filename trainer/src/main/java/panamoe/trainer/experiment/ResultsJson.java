package panamoe.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import panamoe.trainer.common.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes {@code results.json}. Keys come in the order of the records, so equal results are equal bytes. */
public final class ResultsJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            // Indents with \n on every platform.
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private ResultsJson() {}

    /** The text of {@code results.json}. */
    public static String toJson(Results results) {
        return MAPPER.writeValueAsString(results) + "\n";
    }

    /** The results in a text that {@link #toJson} made. */
    public static Results fromJson(String json) {
        return MAPPER.readValue(json, Results.class);
    }

    /** Writes the file; a reader sees the old one or the new one, never a part. */
    public static void write(Results results, Path file) throws IOException {
        AtomicFile.write(file, toJson(results));
    }

    /** Reads the file; fails with one line that names it. */
    public static Results read(Path file) throws IOException {
        try {
            return fromJson(Files.readString(file));
        } catch (JacksonException e) {
            throw new IOException(file + " is not a results file of this version: " + e.getOriginalMessage(), e);
        }
    }
}
