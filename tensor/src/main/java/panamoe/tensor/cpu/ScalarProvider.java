package panamoe.tensor.cpu;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;

/** Makes the CPU backend on plain loops. */
public final class ScalarProvider implements BackendProvider {

    static final String NAME = "scalar";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public Backend create(int threads) {
        return new CpuBackend(new ScalarKernels(), threads);
    }
}
