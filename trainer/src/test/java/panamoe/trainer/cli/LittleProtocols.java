package panamoe.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import panamoe.trainer.product.OwnEncoder;

/** Two tasks for the tiny BERTs, and settings of a run of two units that takes less than a second. */
final class LittleProtocols {

    /** For {@code --config} with {@code --preset smoke}. */
    static final String SETTINGS = """
            protocols: [low-resource-transfer]
            methods: [dense-mtl, task-gate-moe]
            seeds: [1]
            examples: {train: 16, evaluation: 12, routing: 8}
            model: {first-layer: 2, last-layer: 2, max-tokens: 16, moe: {layers: [2], experts: 2}}
            training: {batch-size: 4}
            low-resource: {targets: [mood], sizes: [8], target-steps: 2, other-steps: 2}
            base: {steps-per-task: 2}
            """;

    private LittleProtocols() {}

    /** Writes the folder of the tasks {@code tone} and {@code mood}, which have the same examples. */
    static Path data(Path folder) throws IOException {
        Path manifest = OwnEncoder.data(folder).resolve("panamoe.yaml");
        String tone = Files.readString(manifest);
        String mood = tone.substring(tone.indexOf("  tone:")).replace("tone:", "mood:");
        Files.writeString(manifest, tone + mood + "roles: {tasks: [tone, mood], low-resource: [mood]}\n");
        return folder;
    }
}
