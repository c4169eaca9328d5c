package panamoe.autograd;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The table of all operations, each with the cases of its contract test. */
public final class Ops {

    /** An operation with its cases. */
    public record Entry(Class<? extends Op> type, List<Sample> samples) {}

    /** Every operation, once. */
    public static final ImmutableList<Entry> ALL = Lists.immutable.of(
            new Entry(ElementwiseOps.Add.class, ElementwiseOps.Add.samples()),
            new Entry(ElementwiseOps.Sub.class, ElementwiseOps.Sub.samples()),
            new Entry(ElementwiseOps.Mul.class, ElementwiseOps.Mul.samples()),
            new Entry(ElementwiseOps.Div.class, ElementwiseOps.Div.samples()),
            new Entry(ElementwiseOps.Affine.class, ElementwiseOps.Affine.samples()),
            new Entry(ElementwiseOps.Exp.class, ElementwiseOps.Exp.samples()),
            new Entry(ElementwiseOps.Log.class, ElementwiseOps.Log.samples()),
            new Entry(ElementwiseOps.Sqrt.class, ElementwiseOps.Sqrt.samples()),
            new Entry(ElementwiseOps.Tanh.class, ElementwiseOps.Tanh.samples()),
            new Entry(ElementwiseOps.Sigmoid.class, ElementwiseOps.Sigmoid.samples()),
            new Entry(ElementwiseOps.Relu.class, ElementwiseOps.Relu.samples()),
            new Entry(ElementwiseOps.Gelu.class, ElementwiseOps.Gelu.samples()),
            new Entry(ElementwiseOps.NormalCdf.class, ElementwiseOps.NormalCdf.samples()),
            new Entry(ElementwiseOps.Square.class, ElementwiseOps.Square.samples()),
            new Entry(ElementwiseOps.Dropout.class, ElementwiseOps.Dropout.samples()),
            new Entry(ReductionOps.SumTo.class, ReductionOps.SumTo.samples()),
            new Entry(ReductionOps.LogSumExp.class, ReductionOps.LogSumExp.samples()),
            new Entry(MatrixOps.MatMul.class, MatrixOps.MatMul.samples()),
            new Entry(MatrixOps.GroupedMatMul.class, MatrixOps.GroupedMatMul.samples()),
            new Entry(RowOps.Softmax.class, RowOps.Softmax.samples()),
            new Entry(RowOps.LayerNorm.class, RowOps.LayerNorm.samples()),
            new Entry(RowOps.CrossEntropy.class, RowOps.CrossEntropy.samples()),
            new Entry(SegmentOps.AddSegmentBias.class, SegmentOps.AddSegmentBias.samples()),
            new Entry(SegmentOps.SegmentMean.class, SegmentOps.SegmentMean.samples()),
            new Entry(SegmentOps.Attention.class, SegmentOps.Attention.samples()),
            new Entry(FusedOps.BiasGelu.class, FusedOps.BiasGelu.samples()),
            new Entry(FusedOps.SegmentBiasGelu.class, FusedOps.SegmentBiasGelu.samples()),
            new Entry(IndexOps.GatherRows.class, IndexOps.GatherRows.samples()),
            new Entry(IndexOps.ScatterAddRows.class, IndexOps.ScatterAddRows.samples()),
            new Entry(IndexOps.GatherColumns.class, IndexOps.GatherColumns.samples()),
            new Entry(IndexOps.ScatterAddColumns.class, IndexOps.ScatterAddColumns.samples()),
            new Entry(IndexOps.Reshape.class, IndexOps.Reshape.samples()),
            new Entry(IndexOps.RowSlice.class, IndexOps.RowSlice.samples()),
            new Entry(ParallelOps.AllReduce.class, ParallelOps.AllReduce.samples()),
            new Entry(ParallelOps.ExchangeRows.class, ParallelOps.ExchangeRows.samples()));

    private Ops() {}
}
