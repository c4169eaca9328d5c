package panamoe.autograd;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/** What one application of an {@link Op} keeps from its forward for its vjp. */
public final class Saved {

    private final Workspace workspace;
    private final DType floatType;
    private final List<Tensor> kept = new ArrayList<>(4);
    private final List<Tensor> scratch = new ArrayList<>(2);

    Saved(Workspace workspace, DType floatType) {
        this.workspace = workspace;
        this.floatType = floatType;
    }

    /** Keeps tensors; {@link #get} returns them in this order. */
    public void keep(Tensor... tensors) {
        kept.addAll(List.of(tensors));
    }

    /** The i-th tensor that was kept. */
    public Tensor get(int i) {
        return kept.get(i);
    }

    /** A floating tensor with undefined elements that lives until this application's vjp is done. */
    public Tensor floats(Shape shape) {
        return allocate(floatType, shape);
    }

    /** A tensor with undefined elements that lives until this application's vjp is done. */
    public Tensor allocate(DType dtype, Shape shape) {
        Tensor t = workspace.allocate(dtype, shape);
        scratch.add(t);
        return t;
    }

    void release() {
        scratch.forEach(workspace::release);
        scratch.clear();
        kept.clear();
    }
}
