package panamoe.trainer.spark;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.UnitRun;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.learner.training.Progress;

/**
 * Does a unit on an executor.
 *
 * @param model the kept model of the unit that it rests on; null if it rests on none
 * @param steps counts its training steps
 */
record UnitTask(Work work, @Nullable Broadcast<byte[]> model, LongAccumulator steps)
        implements Function<UnitKey, UnitOutput> {

    /** Spark would run a task again that throws: so a failure of the unit itself is a value. */
    @Override
    public UnitOutput call(UnitKey key) {
        try {
            return run(key);
        } catch (TaskKilledException killed) {
            throw killed;
        } catch (Throwable reason) {
            return new UnitOutput.Failed(reason);
        }
    }

    private UnitOutput run(UnitKey key) throws IOException {
        SupportedJdk.require();
        TaskContext task = TaskContext.get();
        Progress progress = () -> {
            task.killTaskIfInterrupted();
            steps.add(1);
        };
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            UnitRun run = Workplace.of(work)
                    .run(key, Optional.ofNullable(model).map(Broadcast::value), folder.path(), progress);
            return new UnitOutput.Done(
                    RunFolder.MAPPER.writeValueAsString(run.result()),
                    run.steps(),
                    UnitOutput.WrittenFile.in(folder.path()));
        }
    }
}
