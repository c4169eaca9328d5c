package panamoe.trainer.experiment;

import panamoe.trainer.common.SettingsTree;

/** Presets with the value that a setting of today had before it existed. Kept settings from that time do not name it. */
final class EarlierPreset {

    private EarlierPreset() {}

    /** The preset with independent starts of gates, which were the only ones. */
    static SettingsTree tree(Preset preset) {
        return SettingsTree.parse("earlier preset", "model: {moe: {gate: {start: independent}}}")
                .over(preset.tree());
    }
}
