package panamoe.trainer.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.Cluster;
import panamoe.trainer.experiment.UnitRunner;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.tasks.files.DataFolder;
import picocli.CommandLine.Option;

/** Where the units of runs are done: in this process, or on a cluster of Apache Spark. */
final class ClusterOptions {

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Do the units on Apache Spark: spark://HOST:7077, or local[N] for N cores of this process"
                    + " (docs/scale.md). --threads are then those of a unit. Default: one, so that as many units"
                    + " are done at a time as there are cores.")
    private @Nullable String master;

    /** Worker threads of a unit: by default all cores, on a cluster one. */
    int threads(BackendOptions backends) {
        return master == null ? backends.threads() : backends.chosenThreads().orElse(1);
    }

    /** @throws UserError if the backend cannot be used on a cluster, or a profile is asked for, which has only this process */
    void requireFits(BackendOptions backends, ProfileOptions profiles, List<RunSettings> runs) {
        if (master != null && profiles.wanted()) {
            throw new UserError("--spark " + master
                    + " with --profile: expected one of them, because a profile has the kernels of this process only");
        }
        if (master != null
                && runs.stream().anyMatch(run -> backends.name(run.backend()).equals("tornado"))) {
            throw new UserError(
                    "--spark " + master + " with backend tornado: expected a backend of the processor; leave one out");
        }
    }

    /** The runner that is asked for. */
    UnitRunner runner(
            BackendOptions backends,
            String backend,
            Optional<DataFolder> data,
            String tasks,
            Optional<Path> encoder,
            boolean keepsModels) {
        if (master == null) {
            return UnitRunner.LOCAL;
        }
        return ServiceLoader.load(Cluster.class)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "--spark " + master + ": Spark is not in this build: start with ./panamoe, which builds it in"))
                .runner(new Cluster.Request(master, threads(backends), backend, data, tasks, encoder, keepsModels));
    }
}
