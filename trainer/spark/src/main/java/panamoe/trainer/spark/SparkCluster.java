package panamoe.trainer.spark;

import panamoe.trainer.experiment.Cluster;
import panamoe.trainer.experiment.UnitRunner;

/** Apache Spark as a cluster. */
public final class SparkCluster implements Cluster {

    /** For the service loader. */
    public SparkCluster() {}

    @Override
    public UnitRunner runner(Request request) {
        SupportedJdk.require();
        MasterAddress.requireUsable(request.master(), request.threads());
        return new SparkRunner(request);
    }
}
