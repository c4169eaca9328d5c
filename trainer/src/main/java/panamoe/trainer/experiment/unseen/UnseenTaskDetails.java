package panamoe.trainer.experiment.unseen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.Ordered;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/**
 * Protocol (ii): few-shot learning of tasks that the base model was trained without. Made by {@link #of}.
 *
 * @param scoredStart the gate start that gives the method's score
 * @param targets the unseen tasks
 * @param cells the points of the shots curves
 * @param areas the area under the curve over log2(shots), for each target and gate start
 * @param starts the mean area over targets, by gate start
 * @param startComparisons paired differences of {@code starts}, under keys such as {@code "related - wrong"}
 */
public record UnseenTaskDetails(
        GateStart scoredStart,
        List<Target> targets,
        List<Cell> cells,
        List<Area> areas,
        Map<String, Estimate> starts,
        Map<String, Estimate> startComparisons)
        implements Details {

    /**
     * An unseen task.
     *
     * @param metric name of the main metric
     * @param relatedTask the seen task from which the related start copies the gates; null if the method has no task gates
     * @param wrongTask the seen task from which the wrong start copies the gates; null if the method has no task gates
     */
    public record Target(
            String name,
            String metric,
            @Nullable String relatedTask,
            @Nullable String wrongTask) {}

    /** One point of a shots curve. Its value per seed is the mean over the draws of the shots. */
    public record Cell(String target, GateStart start, int shots, Estimate score) {}

    /** The area under one shots curve, see {@link Statistics#areaOverLog2}. */
    public record Area(String target, GateStart start, Estimate area) {}

    public UnseenTaskDetails {
        targets = List.copyOf(targets);
        cells = List.copyOf(cells);
        areas = List.copyOf(areas);
        starts = Ordered.copy(starts);
        startComparisons = Ordered.copy(startComparisons);
        if (!starts.containsKey(scoredStart.label())) {
            throw new IllegalArgumentException("unseen-task details without the scored start " + scoredStart.label()
                    + ": expected cells for it, got " + starts.keySet());
        }
    }

    /** Computes areas, means over targets and comparisons of gate starts from the points of the curves. */
    public static UnseenTaskDetails of(
            List<Long> seeds, GateStart scoredStart, List<Target> targets, List<Cell> cells) {
        List<Area> areas = new ArrayList<>();
        Map<String, Estimate> starts = new LinkedHashMap<>();
        for (GateStart start : GateStart.values()) {
            List<Area> ofStart = targets.stream()
                    .map(target -> curve(cells, target.name(), start))
                    .filter(curve -> !curve.isEmpty())
                    .map(curve -> area(seeds, curve))
                    .toList();
            if (ofStart.isEmpty()) {
                continue;
            }
            if (ofStart.size() != targets.size()) {
                throw new IllegalArgumentException("gate start " + start.label() + " has a curve for " + ofStart.size()
                        + " of " + targets.size() + " targets: expected all");
            }
            areas.addAll(ofStart);
            starts.put(
                    start.label(),
                    Statistics.meanOf(seeds, ofStart.stream().map(Area::area).toList()));
        }
        return new UnseenTaskDetails(scoredStart, targets, cells, areas, starts, Comparisons.ofPairs(seeds, starts));
    }

    private static List<Cell> curve(List<Cell> cells, String target, GateStart start) {
        return cells.stream()
                .filter(cell -> cell.target().equals(target) && cell.start() == start)
                .sorted(Comparator.comparingInt(Cell::shots))
                .toList();
    }

    private static Area area(List<Long> seeds, List<Cell> curve) {
        Cell first = curve.getFirst();
        List<Integer> shots = curve.stream().map(Cell::shots).toList();
        List<Estimate> scores = curve.stream().map(Cell::score).toList();
        return new Area(first.target(), first.start(), Statistics.areaOverLog2(seeds, shots, scores));
    }

    /** The protocol's score: the mean area with the gate start {@code scoredStart}. */
    public Estimate score() {
        return Lookup.in(starts, scoredStart.label());
    }
}
