package panamoe.trainer.experiment;

import java.nio.file.Path;
import java.util.Optional;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.DataFolder;

/** The machines of a cluster. An optional module provides it; a {@link java.util.ServiceLoader} finds it. */
public interface Cluster {

    /**
     * A runner that does units on the cluster. Only this process writes into the folders of the runs.
     *
     * @throws UserError if there is no such cluster
     */
    UnitRunner runner(Request request);

    /**
     * The things that a unit needs beside its settings.
     *
     * @param master the cluster's address, such as {@code spark://host:7077}; {@code local[2]}: two cores of this process
     * @param threads of a unit
     * @param backend the name of the units' backend
     * @param data the files of the tasks; empty for the WordNet suite
     * @param tasks the name of the tasks, which has a fingerprint of the files
     * @param encoder the folder of the encoder; empty for the one that comes with the program
     * @param keepsModels whether the models of the units are kept
     */
    record Request(
            String master,
            int threads,
            String backend,
            Optional<DataFolder> data,
            String tasks,
            Optional<Path> encoder,
            boolean keepsModels) {}
}
