package panamoe.trainer.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.Cluster;
import panamoe.trainer.experiment.SettingsReader;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.tasks.files.DataFolder;
import panamoe.trainer.tasks.files.MalformedRows;

/**
 * The things that the units of a run have in common, as an executor gets them.
 *
 * @param inputs of the run
 * @param settings as YAML
 */
record Work(Inputs inputs, String settings) implements Serializable {

    /**
     * The folder of the tasks' files and how it is read.
     *
     * @param manifest the text of the manifest; null if it is in the folder or built in
     * @param malformed the treatment of malformed rows
     */
    record Data(ShippedFolder folder, @Nullable String manifest, MalformedRows.Mode malformed) implements Serializable {

        private static Data of(JavaSparkContext spark, DataFolder data, Path staging) throws IOException {
            return new Data(
                    ShippedFolder.of(spark, "data", data.path(), staging),
                    data.manifest() == null ? null : Files.readString(data.manifest()),
                    data.malformed());
        }
    }

    /**
     * The files that runs read, and how their units are done.
     *
     * @param data the files of the tasks; null for the WordNet suite
     * @param tasks the name of the tasks, with a fingerprint of the files
     * @param encoder the folder of the encoder; null for the built-in one
     * @param backend its name
     * @param threads of a unit
     */
    record Inputs(
            @Nullable Data data,
            String tasks,
            @Nullable ShippedFolder encoder,
            String backend,
            int threads,
            boolean keepsModels)
            implements Serializable {

        /** The inputs of a request. @param staging where folders are packed */
        static Inputs of(JavaSparkContext spark, Cluster.Request request, Path staging) throws IOException {
            return new Inputs(
                    request.data().isEmpty()
                            ? null
                            : Data.of(spark, request.data().get(), staging),
                    request.tasks(),
                    request.encoder().isEmpty()
                            ? null
                            : ShippedFolder.of(
                                    spark, "encoder", request.encoder().get(), staging),
                    request.backend(),
                    request.threads(),
                    request.keepsModels());
        }
    }

    /** The work of a run. */
    static Work of(Inputs inputs, RunSettings settings) {
        return new Work(inputs, SettingsReader.text(settings));
    }
}
