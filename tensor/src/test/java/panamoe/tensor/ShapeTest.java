package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void extentsAndSize() {
        Shape s = Shape.of(2, 3, 4);
        assertThat(s.rank()).isEqualTo(3);
        assertThat(s.size()).isEqualTo(24);
        assertThat(s.rows()).isEqualTo(6);
        assertThat(s.columns()).isEqualTo(4);
        assertThat(s.dim(0)).isEqualTo(2);
        assertThat(s.dim(-1)).isEqualTo(4);
        assertThat(s.dim(-3)).isEqualTo(2);
        assertThat(s).hasToString("[2, 3, 4]").isEqualTo(Shape.of(2, 3, 4)).isNotEqualTo(Shape.of(2, 12));
        assertThatThrownBy(() -> s.dim(3)).hasMessage("shape [2, 3, 4] has no axis 3");
        assertThatThrownBy(() -> s.dim(-4)).hasMessage("shape [2, 3, 4] has no axis -4");
    }

    @Test
    void scalarIsOneRowOfOneColumn() {
        assertThat(Shape.SCALAR.size()).isEqualTo(1);
        assertThat(Shape.SCALAR.rows()).isEqualTo(1);
        assertThat(Shape.SCALAR.columns()).isEqualTo(1);
        assertThat(Shape.SCALAR).hasToString("[]");
        assertThatThrownBy(() -> Shape.SCALAR.dim(-1)).hasMessage("shape [] has no axis -1");
    }

    @Test
    void emptyShapesKeepTheirRowsOrColumns() {
        assertThat(Shape.of(0, 3).size()).isZero();
        assertThat(Shape.of(0, 3).columns()).isEqualTo(3);
        assertThat(Shape.of(5, 0).rows()).isEqualTo(5);
    }

    @Test
    void refusesNegativeAndHugeExtents() {
        assertThatThrownBy(() -> Shape.of(2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, -1]: extent 1 is negative");
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 15))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [65536, 32768] has more than 2^31 - 1 elements; split it into smaller tensors");
        assertThat(Shape.of(Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void lastAxis() {
        assertThat(Shape.of(2, 3).withColumns(7)).isEqualTo(Shape.of(2, 7));
        assertThat(Shape.SCALAR.withColumns(7)).isEqualTo(Shape.of(7));
        assertThat(Shape.of(2, 3).dropLast()).isEqualTo(Shape.of(2));
        assertThat(Shape.of(2).dropLast()).isEqualTo(Shape.SCALAR);
        assertThat(Shape.SCALAR.dropLast()).isEqualTo(Shape.SCALAR);
    }

    /** The examples of NumPy's page on broadcasting, and empty axes. */
    @Test
    void broadcast() {
        assertThat(Shape.broadcast(Shape.of(256, 256, 3), Shape.of(3))).isEqualTo(Shape.of(256, 256, 3));
        assertThat(Shape.broadcast(Shape.of(8, 1, 6, 1), Shape.of(7, 1, 5))).isEqualTo(Shape.of(8, 7, 6, 5));
        assertThat(Shape.broadcast(Shape.of(15, 3, 5), Shape.of(3, 1))).isEqualTo(Shape.of(15, 3, 5));
        assertThat(Shape.broadcast(Shape.SCALAR, Shape.of(2, 0))).isEqualTo(Shape.of(2, 0));
        assertThat(Shape.broadcast(Shape.of(1), Shape.of(0))).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> Shape.broadcast(Shape.of(2, 1), Shape.of(8, 4, 3)))
                .hasMessage("shapes [2, 1] and [8, 4, 3] do not broadcast: extents 2 and 4 differ and neither is 1");
        assertThatThrownBy(() -> Shape.broadcast(Shape.of(2), Shape.of(0)))
                .hasMessage("shapes [2] and [0] do not broadcast: extents 2 and 0 differ and neither is 1");
    }

    @Test
    void matmul() {
        assertThat(Shape.matmul(Shape.of(2, 3), false, Shape.of(3, 4), false)).isEqualTo(Shape.of(2, 4));
        assertThat(Shape.matmul(Shape.of(3, 2), true, Shape.of(4, 3), true)).isEqualTo(Shape.of(2, 4));
        assertThat(Shape.matmul(Shape.of(5, 2, 3), false, Shape.of(4, 3), true)).isEqualTo(Shape.of(5, 2, 4));
        assertThat(Shape.matmul(Shape.of(3), false, Shape.of(3, 4), false)).isEqualTo(Shape.of(4));
        assertThatThrownBy(() -> Shape.matmul(Shape.of(2, 3), false, Shape.of(4, 3), false))
                .hasMessage("matmul of [2, 3] and [4, 3]: inner extents 3 and 4 differ");
        assertThatThrownBy(() -> Shape.matmul(Shape.of(5, 2, 3), true, Shape.of(2, 3), false))
                .hasMessageContaining("only a matrix can be transposed");
        assertThatThrownBy(() -> Shape.matmul(Shape.of(3), false, Shape.of(3), false))
                .hasMessageContaining("expected [..., k] and [k, n]");
    }
}
