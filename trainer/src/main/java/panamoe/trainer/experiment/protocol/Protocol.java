package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.Method;

/**
 * An experiment: its settings, its units of work, its results and their presentation.
 *
 * @param <D> the parts of its scores
 */
public interface Protocol<D extends Details> {

    /** The name in settings, in results and on the command line. */
    String name();

    /** The sections of the settings that the protocol reads. */
    List<SettingsSection.Key> sections();

    /** The type of the details in its results. */
    Class<D> details();

    /**
     * Checks before any training that the suite and the settings have what the protocol needs.
     *
     * @throws UserError if something is missing or cannot be used
     */
    void requireFits(Design design);

    /** The units of one method and seed, in the order of execution. It may begin with units that other protocols share. */
    List<Unit> units(Design design, Method method, long seed);

    /** Units with scores that the table of tasks can show; may be empty. */
    List<ScoreSource> scoreSources(RunSettings settings);

    /** Scores and comparisons from the finished units. */
    ProtocolResult<D> result(Design design, Finished finished);

    /**
     * The words that describe the protocol in reports.
     *
     * @param split name of the split that metrics were measured on
     */
    Caption caption(String split);

    /** The exhibits of a result. */
    Exhibition exhibition(Caption caption, List<Long> seeds, ProtocolResult<D> result);
}
