package panamoe.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import panamoe.bench.step.StepBatch;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Writes the weights and batches of a {@link StepRun}, so that a peer can start from the same state. */
final class StepExport {

    private StepExport() {}

    /**
     * Writes a safetensors file: the parameters by their names, {@code batch.tokens I32[batches, batch, seq]} and {@code batch.labels
     * I32[batches, batch]}. The metadata has the sizes that the shapes do not give: layers, heads, k and tasks.
     */
    static void write(StepRun run, Path file) throws IOException {
        StepSizes sizes = run.sizes();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        run.model().parameters().list().forEach(p -> tensors.put(p.name(), p.value()));
        tensors.put(
                "batch.tokens",
                stacked(run, StepBatch::tokens, Shape.of(StepRun.BATCHES, sizes.sequences(), sizes.length())));
        tensors.put("batch.labels", stacked(run, StepBatch::labels, Shape.of(StepRun.BATCHES, sizes.sequences())));
        Safetensors.write(
                file,
                tensors,
                run.backend(),
                Map.of(
                        "layers", Integer.toString(sizes.layers()),
                        "heads", Integer.toString(sizes.heads()),
                        "k", Integer.toString(sizes.k()),
                        "tasks", Integer.toString(sizes.tasks())));
    }

    private static Tensor stacked(StepRun run, Function<StepBatch, Tensor> part, Shape shape) {
        Backend backend = run.backend();
        int[] values = run.batches().stream()
                .map(part)
                .flatMapToInt(t -> Arrays.stream(backend.readInts(t)))
                .toArray();
        return Tensor.ofInts(backend, shape, values);
    }
}
