package panamoe.trainer.experiment;

import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.ScoreSource;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;

/** The list of all protocols. To add one, add it to the list here and its settings to {@code quick.yaml}. */
public final class Protocols {

    /** All protocols, in the order in which they are run and shown. */
    public static final ImmutableList<Protocol<?>> ALL = Lists.immutable.of(
            new LowResourceTransfer(), new UnseenTaskGeneralization(), new UnrelatedTaskRobustness());

    private Protocols() {}

    /** The names of all protocols. */
    public static List<String> names() {
        return ALL.collect(Protocol::name).castToList();
    }

    /** The protocol with a name. @throws IllegalArgumentException if there is none; the message lists all names */
    public static Protocol<?> named(String name) {
        return ALL.detectOptional(protocol -> protocol.name().equals(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown protocol \"" + name + "\": expected one of " + String.join(", ", names())));
    }

    /** The sections of the settings that the protocols read, each once. */
    static ImmutableList<SettingsSection.Key> sections() {
        return ALL.flatCollect(Protocol::sections).distinct();
    }

    /** @throws panamoe.trainer.common.UserError if the suite or the settings lack something that a protocol of the run needs */
    static void requireFit(Design design) {
        design.settings().protocols().forEach(name -> named(name).requireFits(design));
    }

    /** The units that measure tasks. Sources in which no task is cut or trained with unrelated tasks come first. */
    static ImmutableList<ScoreSource> scoreSources(RunSettings settings) {
        return ALL.flatCollect(protocol -> protocol.scoreSources(settings))
                .distinctBy(ScoreSource::name)
                .toSortedListBy(source -> source.plain() ? 0 : 1)
                .toImmutable();
    }

    /** One exhibition for each protocol, also for a protocol that was not run. */
    public static List<Exhibition> exhibitions(Results results) {
        return ALL.<Exhibition>collect(protocol -> exhibition(protocol, results))
                .castToList();
    }

    private static <D extends Details> Exhibition exhibition(Protocol<D> protocol, Results results) {
        Caption caption = protocol.caption(results.run().split());
        ProtocolResult<?> result = results.protocols().get(protocol.name());
        return result == null
                ? Exhibition.notRun(caption)
                : protocol.exhibition(caption, results.run().seeds(), result.of(protocol.details()));
    }
}
