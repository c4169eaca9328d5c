package panamoe.trainer.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import panamoe.trainer.common.NameLookup;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.EncoderDefaults;

/**
 * Named settings, stored as YAML resources. They give fixed numbers of steps and no time limit, so that a run is the same on every
 * machine. {@code quick.yaml} has every setting; the other presets are laid over it.
 */
public enum Preset {
    /** The shortest run in which all parts work. */
    SMOKE,
    /** Runs every protocol in minutes. */
    QUICK,
    /** Trains with many seeds and steps. */
    FULL;

    private static final SettingsTree WHOLE = QUICK.resource();

    /** All settings of the preset as a tree. */
    public SettingsTree tree() {
        return resource().over(WHOLE);
    }

    /** All settings, adapted to an encoder: its top two layers are trained, and texts are cut to at most its maximum length. */
    public SettingsTree tree(EncoderSource encoder) {
        SettingsTree tree = tree();
        int firstLayer = Math.max(0, encoder.config().layers() - 2);
        return EncoderDefaults.of(
                        encoder, firstLayer, SettingsReader.read(tree).model().maxTokens())
                .over(tree);
    }

    private SettingsTree resource() {
        return SettingsTree.resource(Preset.class, label() + ".yaml");
    }

    /** All settings of the preset. */
    public RunSettings settings() {
        return SettingsReader.read(tree());
    }

    /** The name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The preset with a name. @throws IllegalArgumentException if there is none; the message lists all presets */
    public static Preset named(String label) {
        return NameLookup.find("preset", values(), Preset::label, label);
    }

    /** The preset that the key {@code preset} of a tree names; empty if the key is missing or the name is unknown. */
    static Optional<Preset> under(SettingsTree tree) {
        return tree.text("preset")
                .flatMap(name -> Stream.of(values())
                        .filter(preset -> preset.label().equals(name))
                        .findFirst());
    }

    /** The seeds 1 to n. */
    public static List<Long> seeds(int n) {
        return LongStream.rangeClosed(1, n).boxed().toList();
    }
}
