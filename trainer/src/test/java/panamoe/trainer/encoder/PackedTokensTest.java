package panamoe.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class PackedTokensTest {

    private final ReferenceBackend backend = new ReferenceBackend();
    private final Context ctx = Context.inference(backend, new Workspace(backend));

    @Test
    void packsSequencesAndAddsPaddingRows() {
        TokenIds text = new TokenIds(IntLists.immutable.with(101, 7, 102), 3);
        TokenIds pair = new TokenIds(IntLists.immutable.with(101, 8, 102, 9, 102), 3);

        PackedTokens packed = PackedTokens.of(ctx, List.of(text, pair));

        assertThat(backend.readInts(packed.offsets())).containsExactly(0, 3, 8);
        assertThat(backend.readInts(packed.ids()))
                .hasSize(64)
                .startsWith(101, 7, 102, 101, 8, 102, 9, 102, -1)
                .endsWith(-1);
        assertThat(backend.readInts(packed.positions())).startsWith(0, 1, 2, 0, 1, 2, 3, 4, -1);
        assertThat(backend.readInts(packed.types())).startsWith(0, 0, 0, 0, 0, 0, 1, 1, -1);
    }

    @Test
    void roundsRowCountsUpToMultiplesOf64() {
        assertThat(PackedTokens.rowsFor(1)).isEqualTo(64);
        assertThat(PackedTokens.rowsFor(64)).isEqualTo(64);
        assertThat(PackedTokens.rowsFor(65)).isEqualTo(128);
    }
}
