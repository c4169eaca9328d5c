package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import panamoe.tensor.reference.ReferenceBackend;

class WorkspaceTest {

    private final Backend k = new ReferenceBackend();
    private final Workspace workspace = new Workspace(k);

    @Test
    void aRepeatedStepAllocatesNothingAndGetsTheSameBuffersInOrder() {
        List<Storage> first = step();
        long bytes = workspace.bytes();
        List<Storage> second = step();
        assertThat(workspace.bytes()).isEqualTo(bytes);
        for (int i = 0; i < 3; i++) {
            List<Storage> next = step();
            for (int j = 0; j < next.size(); j++) {
                assertThat(next.get(j)).as("buffer %d", j).isSameAs(second.get(j));
            }
        }
        assertThat(workspace.bytes()).isEqualTo(bytes);
        assertThat(new HashSet<>(second)).isEqualTo(new HashSet<>(first));
    }

    /** Some tensors of several sizes and types, a third of them released on the way. */
    private List<Storage> step() {
        SplittableRandom random = new SplittableRandom(5);
        List<Storage> storages = new ArrayList<>();
        workspace.begin();
        for (int i = 0; i < 60; i++) {
            DType dtype = i % 5 == 0 ? DType.I32 : DType.F64;
            Tensor t = workspace.allocate(dtype, Shape.of(64 * (1 + random.nextInt(4)), 1 + random.nextInt(3)));
            storages.add(t.storage());
            if (i % 3 == 0) {
                workspace.release(t);
            }
        }
        return storages;
    }

    @Test
    void validTensorsNeverShareABuffer() {
        workspace.begin();
        SplittableRandom random = new SplittableRandom(6);
        List<Tensor> valid = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            valid.add(workspace.allocate(DType.F64, Shape.of(random.nextInt(20))));
            if (valid.size() > 10) {
                workspace.release(valid.remove(random.nextInt(valid.size())));
            }
            Set<Storage> buffers = new HashSet<>();
            valid.forEach(t -> buffers.add(t.storage()));
            assertThat(buffers).hasSize(valid.size());
        }
    }

    @Test
    void aTensorIsInvalidAfterItsStep() {
        workspace.begin();
        Tensor x = workspace.allocate(DType.F64, Shape.of(2, 2));
        Tensor view = x.rowSlice(0, 1).reshape(Shape.of(2));
        k.fill(1, x);
        assertThat(k.readDoubles(view)).containsExactly(1, 1);

        workspace.begin();

        for (Tensor invalid : List.of(x, view)) {
            assertThatThrownBy(() -> k.readDoubles(invalid))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this tensor belongs to an earlier step and the workspace is at step 2:"
                            + " copy its elements before the next step begins");
        }
        assertThatThrownBy(() -> k.relu(x, Tensor.zeros(k, DType.F64, Shape.of(2, 2))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> k.fill(0, x.reshape(Shape.of(4)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReleasedTensorIsInvalidAndItsBufferIsReused() {
        workspace.begin();
        Tensor x = workspace.allocate(DType.F64, Shape.of(8));
        Storage storage = x.storage();
        Tensor view = x.rowSlice(2, 4);

        workspace.release(x);

        assertThatThrownBy(view::storage)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was released");
        assertThatThrownBy(() -> workspace.release(x)).isInstanceOf(IllegalStateException.class);
        assertThat(workspace.allocate(DType.F64, Shape.of(2, 4)).storage()).isSameAs(storage);
    }

    @Test
    void aBufferServesOnlyItsTypeAndNoMuchSmallerRequest() {
        workspace.begin();
        Tensor x = workspace.allocate(DType.F64, Shape.of(100));
        Storage storage = x.storage();
        workspace.release(x);
        assertThat(workspace.allocate(DType.I32, Shape.of(100)).storage()).isNotSameAs(storage);
        assertThat(workspace.allocate(DType.F64, Shape.of(49)).storage()).isNotSameAs(storage);
        assertThat(workspace.allocate(DType.F64, Shape.of(50)).storage()).isSameAs(storage);
        assertThat(workspace.bytes()).isEqualTo(100 * 8 + 100 * 4 + 49 * 8);
    }

    @Test
    void refusesATensorOfAnotherWorkspace() {
        workspace.begin();
        assertThatThrownBy(() -> workspace.release(Tensor.of(k, Shape.of(2), 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("F64[2] does not belong to this workspace");
        Tensor other = new Workspace(k).allocate(DType.F64, Shape.of(2));
        assertThatThrownBy(() -> workspace.release(other)).isInstanceOf(IllegalArgumentException.class);
    }
}
