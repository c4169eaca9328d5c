package panamoe.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/** What one application of an {@link Op} keeps from its forward for its vjp. */
public final class Saved {

    private static final Tensor[] NOTHING = {};

    private final Workspace workspace;
    private final DType floatType;
    private Tensor[] kept = NOTHING;

    /** Null until the first: most applications need none. */
    private List<Tensor> scratch;

    Saved(Workspace workspace, DType floatType) {
        this.workspace = workspace;
        this.floatType = floatType;
    }

    /** Keeps tensors behind those that were kept before; {@link #get} returns them in this order. */
    public void keep(Tensor... tensors) {
        if (kept.length == 0) {
            kept = tensors;
        } else {
            int before = kept.length;
            kept = Arrays.copyOf(kept, before + tensors.length);
            System.arraycopy(tensors, 0, kept, before, tensors.length);
        }
    }

    /** The i-th tensor that was kept. */
    public Tensor get(int i) {
        return kept[i];
    }

    /** A floating tensor with undefined elements that lives until this application's vjp is done. */
    public Tensor floats(Shape shape) {
        return allocate(floatType, shape);
    }

    /** A tensor with undefined elements that lives until this application's vjp is done. */
    public Tensor allocate(DType dtype, Shape shape) {
        Tensor t = workspace.allocate(dtype, shape);
        if (scratch == null) {
            scratch = new ArrayList<>(2);
        }
        scratch.add(t);
        return t;
    }

    void release() {
        if (scratch != null) {
            scratch.forEach(workspace::release);
            scratch = null;
        }
        kept = NOTHING;
    }
}
