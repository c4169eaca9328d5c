package panamoe.moe;

import org.eclipse.collections.api.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/**
 * A sparse layer in four steps: route, dispatch, compute, combine. It may have a shared expert, which every row uses
 * with weight 1 in addition to its routed experts (Rajbhandari et al. 2022, "residual MoE"; Dai et al. 2024, "shared
 * experts").
 */
public final class MoeLayer {

    private final Gate gate;
    private final Selection selection;
    private final Experts experts;
    private final @Nullable Experts shared;

    /**
     * The results of one forward.
     *
     * @param y {@code [n, d]}; 0 in padding rows
     * @param routing the experts of each row, for losses and statistics
     * @param dispatch the order of the choices by expert
     */
    public record Output(Var y, Routing routing, Dispatch dispatch) {

        /**
         * The share of all choices that each expert got, {@code [E]}: f of Fedus et al. 2021, eq. 5. It counts choices
         * before any is dropped, of the whole batch if several processes share it.
         */
        public Tensor shares(Context ctx) {
            boolean allServed = routing.wanted() == routing.experts();
            Tensor own = allServed ? dispatch.fractions(ctx) : routing.wantedFractions(ctx);
            return routing.rows().ofWholeBatch(ctx, own);
        }
    }

    /** @throws IllegalArgumentException if the gate scores another number of experts, or the selection chooses more */
    public MoeLayer(Gate gate, Selection selection, Experts experts) {
        this(gate, selection, experts, null);
    }

    /**
     * A layer with a shared expert.
     *
     * @param shared a stack of one expert, of any hidden size; null for none
     * @throws IllegalArgumentException if the gate scores another number of experts, the selection chooses more, or
     *     there are several shared experts
     */
    public MoeLayer(Gate gate, Selection selection, Experts experts, @Nullable Experts shared) {
        Check.that(
                gate.experts() == experts.count(),
                "gate of " + gate.experts() + " experts: expected one score per expert, " + experts.count());
        selection.checkExperts(experts.count());
        if (shared != null && shared.count() != 1) {
            throw new IllegalArgumentException(
                    shared.count() + " shared experts: expected a single one; give it their hidden width together");
        }
        this.gate = gate;
        this.selection = selection;
        this.experts = experts;
        this.shared = shared;
    }

    /** The gate. */
    public Gate gate() {
        return gate;
    }

    /** The selection of experts by the gate's scores. */
    public Selection selection() {
        return selection;
    }

    /** The routed experts. */
    public Experts experts() {
        return experts;
    }

    /** The shared expert; null for none. */
    public @Nullable Experts shared() {
        return shared;
    }

    /** {@code x[n, d] -> y[n, d]}. */
    public Output forward(Context ctx, Var x, Rows rows) {
        Routing routing = selection.route(ctx, x, gate.logits(ctx, x, rows), rows);
        Dispatch dispatch = Dispatch.of(ctx, routing);
        Var outputs = experts.forward(ctx, dispatch.scatter(x), dispatch.offsets());
        Var y = dispatch.combine(outputs, routing);
        return new Output(shared == null ? y : y.add(shared.forward(ctx, x, rows.realRows(ctx))), routing, dispatch);
    }

    /**
     * Copies a part of a larger layer: of its gate, of the learned state of its selection, of its experts, and the
     * shared expert. If all experts of a row are kept, its routing stays the same. Any other row goes to the best of
     * the kept experts.
     *
     * @param whole a layer with a gate and a selection of the same kinds, on the same backend
     * @throws IllegalArgumentException if the layers are of other kinds, or the part does not have this layer's size
     */
    public void takePart(Backend backend, MoeLayer whole, Part part) {
        Check.that(
                whole.gate.getClass() == gate.getClass()
                        && whole.selection.getClass() == selection.getClass()
                        && (whole.shared == null) == (shared == null),
                () -> "a part of a layer of " + kinds(whole) + ": expected a layer of " + kinds(this));
        gate.takePart(backend, whole.gate, part);
        selection.takePart(backend, whole.selection, part);
        experts.takePart(backend, whole.experts, part.experts());
        if (shared != null && whole.shared != null) {
            shared.takePart(backend, whole.shared, IntLists.immutable.of(0));
        }
    }

    private static String kinds(MoeLayer layer) {
        return layer.gate.getClass().getSimpleName() + ", "
                + layer.selection.getClass().getSimpleName() + ", " + (layer.shared == null ? "no" : "a")
                + " shared expert";
    }
}
