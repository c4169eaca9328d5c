package panamoe.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.Checkpoint;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;

/**
 * The units of a run in the order of execution. All units of a seed come before the next seed, so that a stopped run has compared all
 * methods on the finished seeds.
 *
 * @param units the units, each once
 */
public record Plan(List<Unit> units) {

    /** Copies the list. */
    public Plan {
        units = List.copyOf(units);
    }

    /** The plan of a design. @throws IllegalArgumentException if the design names an unknown protocol */
    public static Plan of(Design design) {
        Map<UnitKey, Unit> units = new LinkedHashMap<>();
        for (long seed : design.settings().seeds()) {
            for (String protocol : design.settings().protocols()) {
                for (Method method : design.settings().methods()) {
                    Protocols.named(protocol)
                            .units(design, method, seed)
                            .forEach(unit -> units.putIfAbsent(unit.key(), unit));
                }
            }
        }
        return new Plan(List.copyOf(units.values()));
    }

    /** The number of training steps of all units, see {@link Unit#steps}. */
    public int steps() {
        return units.stream().mapToInt(Unit::steps).sum();
    }

    /**
     * The units that remain to be done. These are the unfinished units. A finished base model also belongs to them if an unfinished unit
     * begins with it and its checkpoint is not in this folder, because it was trained elsewhere. A diverged unit is finished: it would
     * diverge again.
     */
    public Plan left(RunFolder folder) {
        List<Unit> undone = units.stream()
                .filter(unit -> !folder.finished().contains(unit.key()))
                .toList();
        Set<UnitKey> models = undone.stream()
                .flatMap(unit -> unit.restsOn().stream())
                .filter(model -> !folder.finished().isDiverged(model))
                .collect(Collectors.toSet());
        return new Plan(units.stream()
                .filter(unit -> undone.contains(unit)
                        || models.contains(unit.key())
                                && unit.keptModel(folder.checkpoints())
                                        .filter(Checkpoint::isWhole)
                                        .isEmpty())
                .toList());
    }

    /** Does the remaining units and keeps the result of each as soon as it is finished. */
    public void run(Lab lab, RunFolder folder, UnitListener listener) throws IOException {
        for (Unit unit : left(folder).units()) {
            listener.begins(unit.key());
            long start = System.nanoTime();
            Steps steps = new Steps(listener);
            UnitResult result = result(unit, lab, folder.finished(), steps);
            folder.append(result.took((System.nanoTime() - start) / 1e9));
            if (result.diverged() != null) {
                listener.diverged(result, unit.steps() - steps.done);
            }
            removeUnneeded(folder);
        }
    }

    /** Removes the checkpoints that no unfinished unit begins with. */
    private void removeUnneeded(RunFolder folder) throws IOException {
        Set<UnitKey> needed = units.stream()
                .filter(unit -> !folder.finished().contains(unit.key()))
                .flatMap(unit -> unit.restsOn().stream())
                .collect(Collectors.toSet());
        for (Unit unit : units) {
            if (folder.finished().contains(unit.key()) && !needed.contains(unit.key())) {
                Optional<Path> kept = unit.keptModel(folder.checkpoints());
                if (kept.isPresent()) {
                    Files.deleteIfExists(kept.get());
                }
            }
        }
    }

    private static UnitResult result(Unit unit, Lab lab, Finished finished, Progress progress) {
        Optional<UnitResult> model = unit.restsOn().filter(finished::isDiverged).flatMap(finished::get);
        if (model.isPresent()) {
            return UnitResult.withoutModel(unit.key(), model.get());
        }
        try {
            return unit.run(lab, progress);
        } catch (Diverged e) {
            return UnitResult.diverged(unit.key(), e);
        }
    }

    /** Counts the finished steps of a unit. */
    private static final class Steps implements Progress {
        private final Progress listener;
        private int done;

        Steps(Progress listener) {
            this.listener = listener;
        }

        @Override
        public void step() {
            listener.step();
            done++;
        }
    }
}
