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

    /** A unit by its key. @throws IllegalArgumentException if there is none */
    public Unit unit(UnitKey key) {
        return units.stream()
                .filter(unit -> unit.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + ": no such unit in this plan"));
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

    /** Does the remaining units one after the other and keeps the result of each as soon as it is finished. */
    public void run(Lab lab, RunFolder folder, UnitListener listener) throws IOException {
        for (Unit unit : left(folder).units()) {
            listener.begins(unit.key());
            UnitRun run = withoutModel(unit, folder.finished()).orElseGet(() -> UnitRun.of(unit, lab, listener));
            keep(unit, run, folder, listener);
        }
    }

    /**
     * The result of a unit that must begin with the model of a unit which diverged; empty for other units.
     *
     * @param finished the units that are done
     */
    public static Optional<UnitRun> withoutModel(Unit unit, Finished finished) {
        return unit.restsOn()
                .filter(finished::isDiverged)
                .flatMap(finished::get)
                .map(model -> new UnitRun(UnitResult.withoutModel(unit.key(), model), 0));
    }

    /** Keeps the result of a unit, and removes the kept models that no unit needs any more. */
    public void keep(Unit unit, UnitRun run, RunFolder folder, UnitListener listener) throws IOException {
        folder.append(run.result());
        if (run.result().diverged() != null) {
            listener.diverged(run.result(), unit.steps() - run.steps());
        }
        removeUnneeded(folder);
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
}
