package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import panamoe.tensor.reference.ReferenceBackend;

class TensorTest {

    private final Backend k = new ReferenceBackend();
    private final Tensor x = Tensor.of(k, Shape.of(3, 2), 1, 2, 3, 4, 5, 6);

    @Test
    void rowSlicesAreViews() {
        Tensor rows = x.rowSlice(1, 3);
        assertThat(rows.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(k.readDoubles(rows)).containsExactly(3, 4, 5, 6);
        assertThat(k.readDoubles(rows.rowSlice(1, 2))).containsExactly(5, 6);
        k.fill(0, rows.rowSlice(0, 1));
        assertThat(k.readDoubles(x)).containsExactly(1, 2, 0, 0, 5, 6);
        assertThat(x.rowSlice(3, 3).size()).isZero();
        assertThat(Tensor.zeros(k, DType.F64, Shape.of(0, 2)).rowSlice(0, 0).shape())
                .isEqualTo(Shape.of(0, 2));
    }

    @Test
    void reshapeKeepsTheElements() {
        Tensor y = x.rowSlice(1, 3).reshape(Shape.of(4));
        assertThat(k.readDoubles(y)).containsExactly(3, 4, 5, 6);
        assertThat(y.offset()).isEqualTo(2);
        assertThatThrownBy(() -> x.reshape(Shape.of(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reshape of [3, 2] to [5]: 6 and 5 elements, expected the same number");
    }

    @Test
    void refusesSlicesOutside() {
        for (int[] range : new int[][] {{-1, 1}, {2, 1}, {0, 4}}) {
            assertThatThrownBy(() -> x.rowSlice(range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("row slice " + range[0] + ".." + range[1]
                            + " of [3, 2]: expected a range within the outermost axis");
        }
        assertThatThrownBy(() -> Tensor.of(k, Shape.SCALAR, 1).rowSlice(0, 1))
                .hasMessage("row slice 0..1 of []: expected a range within the outermost axis");
    }

    @Test
    void refusesAPositionOutsideTheStorage() {
        Storage storage = k.allocate(DType.F64, 6);
        assertThat(Tensor.of(storage, 6, Shape.of(0)).size()).isZero();
        assertThatThrownBy(() -> Tensor.of(storage, 3, Shape.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor [2, 2] at offset 3 does not fit into a storage of 6 elements");
        assertThatThrownBy(() -> Tensor.of(storage, -1, Shape.of(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.of(storage, 1, Shape.of(Integer.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void factories() {
        assertThat(Tensor.ofInts(k, Shape.of(2), 7, -1)).hasToString("I32[2]");
        assertThat(Tensor.of(k, Shape.of(2), new float[] {1, 2})).hasToString("F64[2]");
        assertThat(k.readDoubles(Tensor.zeros(k, DType.F64, Shape.SCALAR))).containsExactly(0);
        assertThatThrownBy(() -> Tensor.of(k, Shape.of(2), 1.0)).isInstanceOf(IllegalArgumentException.class);
    }
}
