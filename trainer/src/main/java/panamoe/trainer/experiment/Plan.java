package panamoe.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;

/**
 * The units of a run in the order in which they are done: seed by seed, so that a run that is stopped has compared all methods
 * on the seeds before.
 *
 * @param units each once
 */
public record Plan(List<Unit> units) {

    /** Copies the list. */
    public Plan {
        units = List.copyOf(units);
    }

    /** The plan of a design. @throws IllegalArgumentException if it names an unknown protocol */
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

    /** Training steps of whole models. */
    public int steps() {
        return units.stream().mapToInt(Unit::steps).sum();
    }

    /** The units that are not done, and those that were done elsewhere, without a model kept here that one of these rests on. */
    public Plan left(RunFolder folder) {
        List<Unit> undone = units.stream()
                .filter(unit -> !folder.finished().contains(unit.key()))
                .toList();
        Set<UnitKey> models =
                undone.stream().flatMap(unit -> unit.restsOn().stream()).collect(Collectors.toSet());
        return new Plan(units.stream()
                .filter(unit -> undone.contains(unit)
                        || models.contains(unit.key())
                                && unit.keptModel(folder.checkpoints())
                                        .filter(Files::exists)
                                        .isEmpty())
                .toList());
    }

    /** Does what is left, keeping each unit as it is finished. */
    public void run(Lab lab, RunFolder folder, UnitListener listener) throws IOException {
        for (Unit unit : left(folder).units()) {
            listener.begins(unit.key());
            long start = System.nanoTime();
            UnitResult result = unit.run(lab, listener);
            folder.append(result.took((System.nanoTime() - start) / 1e9));
        }
    }
}
