package panamoe.trainer.spark;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/** Follows the units that run: which has begun, and how many steps it has done, as executors tell every few seconds. */
final class UnitProgress extends SparkListener {

    /** The property of a job that has the number of its unit. */
    static final String UNIT = "panamoe.unit";

    /** The name of the accumulator that counts the steps of a task. */
    static final String STEPS = "steps";

    private final Map<Integer, Integer> unitOfStage = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> stepsOfUnit = new ConcurrentHashMap<>();
    private final Queue<Integer> begun = new ConcurrentLinkedQueue<>();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();

    /** The numbers of the units that have begun since it was last asked. */
    Queue<Integer> begun() {
        return begun;
    }

    /** The executors that were lost since it was last asked, with the reasons. */
    Queue<String> lost() {
        return lost;
    }

    /** The steps that a unit has done, as far as they are known; of a unit that runs again the most that it had done. */
    int steps(int unit) {
        return stepsOfUnit.getOrDefault(unit, 0);
    }

    @Override
    public void onJobStart(SparkListenerJobStart job) {
        int unit = Integer.parseInt(job.properties().getProperty(UNIT));
        for (StageInfo stage : CollectionConverters.asJava(job.stageInfos())) {
            unitOfStage.put(stage.stageId(), unit);
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
        begun.add(unitOfStage.get(task.stageId()));
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates()).forEach(task -> {
            int stage = (Integer) task._2();
            for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
                if (info.name().contains(STEPS) && info.update().isDefined()) {
                    int steps = ((Number) info.update().get()).intValue();
                    stepsOfUnit.merge(unitOfStage.get(stage), steps, Math::max);
                }
            }
        });
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        lost.add("executor " + removed.executorId() + " is lost (" + removed.reason() + "): its units run again");
    }
}
