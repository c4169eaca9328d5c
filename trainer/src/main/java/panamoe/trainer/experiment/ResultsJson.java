package panamoe.trainer.experiment;

import java.io.IOException;
import java.nio.file.Path;
import panamoe.trainer.common.AtomicFile;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code results.json}. Keys keep the order of the records, so equal results give equal bytes. */
public final class ResultsJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.INDENT_OUTPUT)
            // indents with \n on every platform
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private ResultsJson() {}

    /** The text of {@code results.json}. */
    public static String toJson(Results results) {
        return MAPPER.writeValueAsString(results) + "\n";
    }

    /** Writes the file. A reader sees the old file or the new file, never a part of one. */
    public static void write(Results results, Path file) throws IOException {
        AtomicFile.write(file, toJson(results));
    }
}
