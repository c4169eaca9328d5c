package panamoe.trainer.experiment.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.experiment.protocol.UnitResult.Score;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.TaskData;

/**
 * Writes each measured model of a run as a model folder, which the commands of the program can load.
 *
 * @param folder the parent folder. A model is in {@code PROTOCOL/METHOD-seedN-VARIANT}; a method that separates tasks has one folder
 *     there for each task, with the task's name.
 * @param settingsText the settings of the run, as YAML
 */
record KeptModels(Path folder, String settingsText) {

    /** Writes a model with its history and the tasks that it was measured on. */
    void write(Lab lab, UnitKey key, MultiTaskModel model, List<HistoryEntry> history, List<Score> scores) {
        RunSettings settings = lab.design().settings();
        Method method = settings.methods().stream()
                .filter(each -> each.name().equals(key.method()))
                .findFirst()
                .orElseThrow();
        Path unit = folder.resolve(key.protocol())
                .resolve(key.method() + "-seed" + key.seed() + "-"
                        + key.variant().replace(' ', '-'));
        Path own = method.separatesTasks() ? unit.resolve(scores.getFirst().task()) : unit;
        List<KeptTask> tasks = new ArrayList<>();
        for (Score score : scores) {
            tasks.add(task(lab.design(), score));
        }
        tasks.sort((a, b) -> Integer.compare(a.slot(), b.slot()));
        KeptModel kept = KeptModel.of(
                lab.pretrained(),
                method,
                settings.model(),
                new KeptModel.Heads(
                        lab.design().slots().count(), lab.design().slots().maxClasses()),
                history,
                tasks,
                model,
                settingsText);
        try {
            ModelFolder.write(kept, own);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a model in " + own + ": " + FileProblem.within(own, e), e);
        }
    }

    private static KeptTask task(Design design, Score score) {
        int slot = design.slots().of(score.task());
        TaskData data = design.slots().get(slot);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(data.task().metric().label(), score.value());
        metrics.putAll(score.others());
        String split = design.split().toString();
        return KeptTask.of(data.task(), slot)
                .with(
                        Map.of(split, data.examples(design.split()).size()),
                        Map.of(split, metrics),
                        Map.of(split, Map.of(KeptTask.MAJORITY, data.baseline(design.split()))),
                        Map.of());
    }
}
