package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Backend;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.NotFinite;
import panamoe.trainer.product.evaluation.ModelEvaluation;
import panamoe.trainer.product.evaluation.TaskAlignment;
import panamoe.trainer.product.evaluation.TaskEvaluation;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code panamoe evaluate}: measures a model on the data of its tasks. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Measure a model on the data of its tasks: metrics, scores of each label, confusions (docs/use.md).")
public final class EvaluateCommand implements Callable<Integer> {

    private final ResultOutput results;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The folder of a model.")
    private Path folder;

    @Mixin
    private DataOptions data;

    @Mixin
    private ChosenTasks chosen;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            converter = Names.SplitName.class,
            defaultValue = "test",
            description = "The split to measure: dev or test. Default: test.")
    private Split split;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Mixin
    private BackendOptions backends;

    /** A command that writes its results to standard output. */
    public EvaluateCommand() {
        this(ResultOutput.standard());
    }

    EvaluateCommand(ResultOutput results) {
        this.results = results;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (Backend backend = backends.open("auto");
                MultiTaskClassifier model = MultiTaskClassifier.load(folder, backend)) {
            NamedTasks all = data.tasks(err);
            Map<KeptTask, TaskData> tasks = tasksToMeasure(model.tasks(), all);
            return results.run(err, out -> measure(model, tasks, all.name(), out));
        }
    }

    /** The tasks to measure, in the model's order, with the data's examples in the model's labels. */
    private Map<KeptTask, TaskData> tasksToMeasure(ImmutableList<KeptTask> known, NamedTasks all) {
        ImmutableList<String> ofModel = known.collect(KeptTask::name);
        ImmutableList<String> ofData = all.tasks().collect(each -> each.task().name());
        requireKnown("the model", ofModel);
        requireKnown("the data", ofData);
        if (ofModel.noneSatisfy(ofData::contains)) {
            throw new UserError("%s has none of the model's tasks %s: name their files with --data"
                    .formatted(all.name(), ofModel.makeString()));
        }
        if (chosen.names().isEmpty()) {
            tellLeftOut("the data lacks", ofModel.reject(ofData::contains));
            tellLeftOut("the model does not know", ofData.reject(ofModel::contains));
        }
        Map<KeptTask, TaskData> tasks = new LinkedHashMap<>();
        for (KeptTask task : chosen.of(known, KeptTask::name)) {
            all.tasks()
                    .select(each -> each.task().name().equals(task.name()))
                    .forEach(each -> tasks.put(task, TaskAlignment.align(task, each)));
        }
        return tasks;
    }

    private void requireKnown(String who, ImmutableList<String> known) {
        for (String name : chosen.names()) {
            if (!known.contains(name)) {
                throw new UserError("--task " + name + ": " + who + " has no such task: did you mean \""
                        + Nearest.of(name, known.castToList()) + "\"?");
            }
        }
    }

    private void tellLeftOut(String what, ImmutableList<String> names) {
        if (names.notEmpty()) {
            say(what + " " + names.makeString());
        }
    }

    private int measure(MultiTaskClassifier model, Map<KeptTask, TaskData> tasks, String dataName, Writer out)
            throws IOException {
        List<TaskEvaluation> measured = new ArrayList<>();
        Phases progress = new PhaseDisplay(spec.commandLine().getErr());
        int exitCode = CommandLine.ExitCode.OK;
        for (Map.Entry<KeptTask, TaskData> each : tasks.entrySet()) {
            TaskData examples = each.getValue();
            try {
                TaskEvaluation evaluation = ModelEvaluation.measure(
                        model,
                        each.getKey(),
                        examples,
                        split,
                        done -> progress.at(
                                "examples of " + each.getKey().name(),
                                done,
                                examples.examples(split).size()));
                measured.add(evaluation);
                if (!json) {
                    out.write(EvaluationTable.of(evaluation));
                    out.flush();
                }
            } catch (NotFinite e) {
                say("task " + each.getKey().name() + " is not measured: " + e.getMessage());
                exitCode = CommandLine.ExitCode.SOFTWARE;
            }
        }
        if (json) {
            out.write(EvaluationJson.of(folder, dataName, split, measured));
        }
        return exitCode;
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("panamoe: " + line);
        err.flush();
    }
}
