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
 * Settings under a name: resources in YAML. They are in fixed numbers of steps and never a time limit, so that a run is the same on any
 * machine. {@code quick.yaml} has every setting; the others are laid over it.
 */
public enum Preset {
    /** Shows that all parts work. */
    SMOKE,
    /** Every protocol in minutes. */
    QUICK,
    /** Many seeds and steps. */
    FULL;

    private static final SettingsTree WHOLE = QUICK.resource();

    /** All of its settings as a tree. */
    public SettingsTree tree() {
        return resource().over(WHOLE);
    }

    /** The same for an encoder: its uppermost two layers are trained, on texts of at most its length. */
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

    /** The settings. */
    public RunSettings settings() {
        return SettingsReader.read(tree());
    }

    /** The name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The preset of that name. @throws IllegalArgumentException if there is none; the message lists all */
    public static Preset named(String label) {
        return NameLookup.find("preset", values(), Preset::label, label);
    }

    /** The preset that a tree of settings says it is laid over, if it says so and there is one of that name. */
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
