package panamoe.trainer.encoder;

import java.util.Arrays;
import java.util.List;
import panamoe.autograd.Context;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The tokens of several sequences, packed one after the other, one row per token. Padding rows at the end have -1 in all three
 * index tensors.
 *
 * @param ids {@code I32[n]}: token ids
 * @param positions {@code I32[n]}: the position in the sequence, from 0
 * @param types {@code I32[n]}: 0 in the first text of a pair, 1 in the second
 * @param offsets {@code I32[S + 1]}: where each sequence begins
 * @param longest the length of the longest sequence
 */
public record PackedTokens(Tensor ids, Tensor positions, Tensor types, Tensor offsets, int longest) {

    /** The number of rows is a multiple of this, so that a run has few different tensor shapes. */
    public static final int ROW_MULTIPLE = 64;

    /** The number of rows of a batch of {@code tokens} tokens, padding included. */
    public static int rowsFor(int tokens) {
        return Math.ceilDiv(tokens, ROW_MULTIPLE) * ROW_MULTIPLE;
    }

    /** Packs sequences, in their order, into tensors of this step. */
    public static PackedTokens of(Context ctx, List<TokenIds> sequences) {
        int tokens = sequences.stream().mapToInt(TokenIds::size).sum();
        int rows = rowsFor(tokens);
        int[] ids = new int[rows];
        int[] positions = new int[rows];
        int[] types = new int[rows];
        int[] offsets = new int[sequences.size() + 1];
        int longest = 0;
        int row = 0;
        for (int s = 0; s < sequences.size(); s++) {
            TokenIds sequence = sequences.get(s);
            for (int i = 0; i < sequence.size(); i++, row++) {
                ids[row] = sequence.ids().get(i);
                positions[row] = i;
                types[row] = sequence.typeId(i);
            }
            offsets[s + 1] = row;
            longest = Math.max(longest, sequence.size());
        }
        Arrays.fill(ids, row, rows, -1);
        Arrays.fill(positions, row, rows, -1);
        Arrays.fill(types, row, rows, -1);
        return new PackedTokens(ints(ctx, ids), ints(ctx, positions), ints(ctx, types), ints(ctx, offsets), longest);
    }

    private static Tensor ints(Context ctx, int[] values) {
        Tensor tensor = ctx.allocate(DType.I32, Shape.of(values.length));
        ctx.backend().write(tensor, values);
        return tensor;
    }
}
