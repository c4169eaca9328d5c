package panamoe.bench.parallel;

import panamoe.bench.step.StepSizes;

/** The models for which steps are predicted. */
enum Scale {
    /** The model of {@code bench step}. */
    DEFAULT(StepSizes.defaults()),
    /** The large step that was measured on GPUs (docs/gpu.md): 8192 tokens. */
    LARGE(new StepSizes(
            new StepSizes.Transformer(12, 1024, 16, 4096),
            new StepSizes.Mixture(16, 1),
            new StepSizes.Inputs(64, 128, 8192, 8)));

    private final StepSizes sizes;

    Scale(StepSizes sizes) {
        this.sizes = sizes;
    }

    StepSizes sizes() {
        return sizes;
    }
}
