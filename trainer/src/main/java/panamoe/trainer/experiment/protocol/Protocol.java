package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.Method;

/**
 * An experiment: its settings, its work, and what is made and shown of it.
 *
 * @param <D> the parts of its scores
 */
public interface Protocol<D extends Details> {

    /** The name in settings, in results and on the command line. */
    String name();

    /** The sections of the settings that it reads. */
    List<SettingsSection.Key> sections();

    /** The type of its details. */
    Class<D> details();

    /**
     * Checks that suite and settings have what it needs, before anything is trained.
     *
     * @throws UserError if something is missing or does not fit
     */
    void requireFits(Design design);

    /** The work for one method and seed, in the order in which it must be done; may begin with units shared with others. */
    List<Unit> units(Design design, Method method, long seed);

    /** Units that measure tasks on their own, if there are some. */
    List<ScoreSource> scoreSources(RunSettings settings);

    /** Scores and comparisons of the units that are done. */
    ProtocolResult<D> result(Design design, Finished finished);

    /**
     * How the protocol is spoken of.
     *
     * @param split that metrics were taken on
     */
    Caption caption(String split);

    /** The exhibits of a result. */
    Exhibition exhibition(Caption caption, List<Long> seeds, ProtocolResult<D> result);
}
