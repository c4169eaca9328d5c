package panamoe.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** The tensors that one application of an {@link Op} keeps from its forward for its vjp. */
public final class Saved {

    private static final Tensor[] NOTHING = {};

    private final Context context;
    private Tensor[] kept = NOTHING;

    /** Null until the first allocation, because most applications need none. */
    private @Nullable List<Tensor> scratch;

    Saved(Context context) {
        this.context = context;
    }

    /** Appends tensors to those kept so far; {@link #get} numbers them in this order. */
    public void keep(Tensor... tensors) {
        if (kept.length == 0) {
            kept = tensors;
        } else {
            int before = kept.length;
            kept = Arrays.copyOf(kept, before + tensors.length);
            System.arraycopy(tensors, 0, kept, before, tensors.length);
        }
    }

    /** The kept tensor with index i, from 0. */
    public Tensor get(int i) {
        return kept[i];
    }

    /** A floating tensor with undefined elements, valid until this application's vjp has run. */
    public Tensor floats(Shape shape) {
        return allocate(context.backend().floatType(), shape);
    }

    /** A tensor with undefined elements, valid until this application's vjp has run. */
    public Tensor allocate(DType dtype, Shape shape) {
        Tensor t = context.allocate(dtype, shape);
        if (scratch == null) {
            scratch = new ArrayList<>(2);
        }
        scratch.add(t);
        return t;
    }

    void release() {
        if (scratch != null) {
            scratch.forEach(context.workspace()::release);
            scratch = null;
        }
        kept = NOTHING;
    }
}
