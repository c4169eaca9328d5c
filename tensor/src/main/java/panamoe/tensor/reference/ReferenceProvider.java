package panamoe.tensor.reference;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendProvider;

/** Makes the {@link ReferenceBackend}, which runs everywhere and has no threads. */
public final class ReferenceProvider implements BackendProvider {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public Backend create(int threads) {
        return new ReferenceBackend();
    }
}
