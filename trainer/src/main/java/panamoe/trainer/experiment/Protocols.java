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

/** The protocols that there are. A new one is added to the list here and to the settings of {@code quick.yaml}. */
public final class Protocols {

    /** All, in the order in which they are run and shown. */
    public static final ImmutableList<Protocol<?>> ALL = Lists.immutable.of(
            new LowResourceTransfer(), new UnseenTaskGeneralization(), new UnrelatedTaskRobustness());

    private Protocols() {}

    /** The names of all. */
    public static List<String> names() {
        return ALL.collect(Protocol::name).castToList();
    }

    /** The protocol of that name. @throws IllegalArgumentException if there is none; the message lists all */
    public static Protocol<?> named(String name) {
        return ALL.detectOptional(protocol -> protocol.name().equals(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown protocol \"" + name + "\": expected one of " + String.join(", ", names())));
    }

    /** The sections of the settings that the protocols read, each once. */
    static ImmutableList<SettingsSection.Key> sections() {
        return ALL.flatCollect(Protocol::sections).distinct();
    }

    /** @throws panamoe.trainer.common.UserError if suite and settings lack something that a protocol of the run needs */
    static void requireFit(Design design) {
        design.settings().protocols().forEach(name -> named(name).requireFits(design));
    }

    /** Where tasks are measured on their own, first where no task is cut or has unrelated ones beside it. */
    static ImmutableList<ScoreSource> scoreSources(RunSettings settings) {
        return ALL.flatCollect(protocol -> protocol.scoreSources(settings))
                .distinctBy(ScoreSource::name)
                .toSortedListBy(source -> source.plain() ? 0 : 1)
                .toImmutable();
    }

    /** All that is to be shown of a run, a part per protocol, those that were not run included. */
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
