package panamoe.trainer.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import panamoe.trainer.common.FolderLock;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.Cluster;
import panamoe.trainer.experiment.Experiment;
import panamoe.trainer.experiment.UnitRunner;
import panamoe.trainer.experiment.protocol.UnitListener;

/** Does the units of runs on Spark. */
record SparkRunner(Cluster.Request request) implements UnitRunner {

    /** The least heap of an executor: the encoder, the tasks and the features come before any model. */
    private static final long LEAST_MEMORY = 4L << 30;

    @Override
    public void run(List<Experiment> runs, UnitListener listener) throws IOException {
        List<FolderLock> locks = new ArrayList<>();
        try (TemporaryFolder staging = TemporaryFolder.make()) {
            for (Experiment run : runs) {
                locks.add(run.lock());
            }
            try (JavaSparkContext spark = connect(conf(runs))) {
                UnitProgress progress = new UnitProgress();
                spark.sc().addSparkListener(progress);
                Work.Inputs inputs = Work.Inputs.of(spark, request, staging.path());
                new Sweep(spark, inputs, progress, listener).run(runs);
            }
        } finally {
            for (FolderLock lock : locks) {
                lock.close();
            }
        }
    }

    /** @throws UserError if a setting of Spark is invalid */
    private static JavaSparkContext connect(SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "a setting of Spark, given as JAVA_OPTS=-Dspark.NAME=VALUE, is invalid: " + MessageText.of(e));
        }
    }

    /** Spark's settings; those of the command line ({@code JAVA_OPTS=-Dspark...}) come first. */
    private SparkConf conf(List<Experiment> runs) throws IOException {
        SparkConf conf = new SparkConf().setMaster(request.master()).setAppName("panamoe protocols");
        conf.set("spark.task.cpus", String.valueOf(request.threads()));
        conf.set("spark.speculation", "false");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // models come back with the results
        conf.setIfMissing("spark.executor.heartbeatInterval", "2s"); // it tells the progress
        long need = runs.stream().mapToLong(Experiment::memory).max().orElse(0);
        conf.setIfMissing("spark.executor.memory", (Math.max(LEAST_MEMORY, 2 * need) >> 20) + "m");
        String options = "--add-modules jdk.incubator.vector";
        conf.set(
                "spark.executor.extraJavaOptions",
                conf.contains("spark.executor.extraJavaOptions")
                        ? conf.get("spark.executor.extraJavaOptions") + " " + options
                        : options);
        if (!MasterAddress.isLocal(request.master())) {
            conf.set("spark.jars", ownJars() + (conf.contains("spark.jars") ? "," + conf.get("spark.jars") : ""));
            conf.setIfMissing("spark.executor.userClassPathFirst", "true"); // those of a worker may be older
        }
        return conf;
    }

    /** This program's own jars, which Spark ships; the libraries lie on each worker. */
    private static String ownJars() throws IOException {
        Path jar = Path.of(URI.create(SparkRunner.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("jars"))) {
            return Stream.concat(
                            Stream.of(jar),
                            libraries.filter(
                                    library -> library.getFileName().toString().startsWith("panamoe-")))
                    .map(path -> path.toUri().toString())
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }
}
