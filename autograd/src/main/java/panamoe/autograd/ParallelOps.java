package panamoe.autograd;

import java.util.Arrays;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/** Operations that all processes of a group apply together, in the same order. */
public final class ParallelOps {

    private ParallelOps() {}

    /**
     * The sum over all processes. Every process must compute the same loss from the sum; the gradient of that loss with
     * respect to each process's input is the gradient with respect to the sum. Input: x of any shape.
     */
    public record AllReduce(ProcessGroup group) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            return inputs[0];
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            k.copy(in[0], out);
            group.sum(k, out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            into.pass(0);
        }

        static List<Sample> samples() {
            return Samples.unary(new AllReduce(ProcessGroup.single()), Sample.signed());
        }
    }

    /**
     * Sends rows to each process and receives rows from each: {@code [n, d] -> [rows, d]}. The gradients go the other
     * way. Input: x, with the rows for process 0 first; further rows are not sent.
     *
     * @param sent the number of rows for each process
     * @param received the number of rows from each process
     * @param rows of the output; those beyond the received ones are 0
     */
    public record ExchangeRows(ProcessGroup group, int[] sent, int[] received, int rows) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Shape x = inputs[0];
            Check.that(
                    x.rank() == 2
                            && Arrays.stream(sent).sum() <= x.rows()
                            && Arrays.stream(received).sum() <= rows,
                    () -> "exchangeRows of " + x + " with " + Arrays.toString(sent) + " rows sent and "
                            + Arrays.toString(received) + " received of " + rows
                            + ": expected [n, d] with that many rows");
            return Shape.of(rows, x.columns());
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            group.exchange(k, in[0], sent, out, received);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            group.exchange(k, grad, received, into.grad(0), sent);
        }

        static List<Sample> samples() {
            return List.of(
                    Sample.of("typical", ofOneProcess(3, 3), Sample.signed(3, 2)),
                    Sample.of("rows that stay", ofOneProcess(2, 2), Sample.signed(5, 3)),
                    Sample.of("padding", ofOneProcess(2, 4), Sample.signed(2, 19)),
                    Sample.of("no rows", ofOneProcess(0, 0), Sample.signed(0, 3)),
                    Sample.refused("too many rows", ofOneProcess(4, 4), "4", Sample.signed(3, 2)));
        }

        private static Op ofOneProcess(int moved, int rows) {
            return new ExchangeRows(ProcessGroup.single(), new int[] {moved}, new int[] {moved}, rows);
        }
    }
}
