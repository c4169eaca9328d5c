package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {

    private static final List<Shape> OUTPUTS = List.of(
            Shape.SCALAR,
            Shape.of(1),
            Shape.of(4),
            Shape.of(2, 3),
            Shape.of(2, 1, 3),
            Shape.of(2, 3, 4),
            Shape.of(3, 1, 1, 2));

    /**
     * Checks by coordinates every operand that results from an output by setting axes to 1 or removing leading axes.
     */
    @Test
    void readsTheElementOfTheAlignedCoordinates() {
        int checked = 0;
        for (Shape output : OUTPUTS) {
            for (int mask = 0; mask < 1 << output.rank(); mask++) {
                for (int cut = 0; cut <= output.rank(); cut++) {
                    int[] dims = output.dims().toArray();
                    boolean onesOnly = true;
                    for (int axis = 0; axis < dims.length; axis++) {
                        dims[axis] = (mask >> axis & 1) != 0 ? 1 : dims[axis];
                        onesOnly &= axis >= cut || dims[axis] == 1;
                    }
                    if (!onesOnly || !adjacent(dims, output)) {
                        continue;
                    }
                    Shape operand = Shape.of(Arrays.copyOfRange(dims, cut, dims.length));
                    Stretch stretch = Stretch.of(operand, output);
                    for (int i = 0; i < output.size(); i++) {
                        assertThat(i / stretch.inner() % stretch.length())
                                .as("element %d of %s from %s", i, output, operand)
                                .isEqualTo(aligned(i, dims, output));
                    }
                    assertThat(stretch.isIdentity(output.size()))
                            .as("%s in %s", operand, output)
                            .isEqualTo(operand.size() == output.size());
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(40);
    }

    /** True if no stretched axis lies between two that are not. */
    private static boolean adjacent(int[] dims, Shape output) {
        int first = -1;
        int last = -1;
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] > 1) {
                first = first < 0 ? axis : first;
                last = axis;
            }
        }
        for (int axis = first; axis < last; axis++) {
            if (dims[axis] != output.dim(axis)) {
                return false;
            }
        }
        return true;
    }

    /** The operand's element for output element i: its coordinates, 0 on every axis of extent 1. */
    private static int aligned(int i, int[] dims, Shape output) {
        int element = 0;
        int stride = 1;
        int rest = i;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            int coordinate = rest % output.dim(axis);
            rest /= output.dim(axis);
            element += stride * (dims[axis] == 1 ? 0 : coordinate);
            stride *= dims[axis];
        }
        return element;
    }

    @Test
    void ofAnEmptyOutput() {
        assertThat(Stretch.of(Shape.of(3), Shape.of(0, 3)).length()).isEqualTo(3);
        assertThat(Stretch.of(Shape.SCALAR, Shape.of(0)).length()).isEqualTo(1);
        assertThat(Stretch.of(Shape.of(2, 1), Shape.of(2, 0)).length()).isEqualTo(2);
    }

    @Test
    void refusesAnOperandThatDoesNotStretch() {
        assertThatThrownBy(() -> Stretch.of(Shape.of(2, 3), Shape.of(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] does not stretch to [3]");
        assertThatThrownBy(() -> Stretch.of(Shape.of(3), Shape.of(1))).hasMessage("shape [3] does not stretch to [1]");
        assertThatThrownBy(() -> Stretch.of(Shape.of(2, 1, 4), Shape.of(2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in two places");
    }
}
