package panamoe.tensor.cpu;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;

/** Makes the CPU backend on the Vector API, where that is present and compiled to vector instructions. */
public final class VectorProvider implements BackendProvider {

    static final String NAME = "vector";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> unavailable() {
        return VectorGate.refusal();
    }

    @Override
    public Backend create(int threads) {
        return new CpuBackend(new VectorKernels(), threads);
    }
}
