package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.PaddingCode;

/**
 * The rows of each group with zeros behind them, so that all groups have as many. The last ones that were shared are kept
 * until their original is written: the two gradients of a grouped product follow each other and take the same.
 */
final class PaddedRows {

    private static final Kernel PAD_ROWS = Kernel.of("padRows", Kernel.Grid.GROUPS, PaddingCode::padRows);

    private record Original(
            Version x, int offset, Version offsets, int offsetsOffset, int groups, int rows, int columns) {}

    private final Recorder recorder;
    private Original original;
    private Tensor last;

    PaddedRows(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * The first {@code rows} rows of each group, or fewer and zeros; not to be written, and gone with the next ones that are
     * shared.
     *
     * @param x {@code [n, d]}
     * @param offsets {@code I32[groups + 1]}
     * @return {@code [groups, rows, d]}
     */
    Tensor shared(Tensor x, Tensor offsets, int rows) {
        Original wanted = original(x, offsets, rows);
        if (!wanted.equals(original)) {
            discard();
            last = pad(x, offsets, rows);
            original = wanted;
        }
        return last;
    }

    /** The same, to be discarded by the caller: the ones that are shared if they are of this original, else new ones. */
    Tensor own(Tensor x, Tensor offsets, int rows) {
        if (!original(x, offsets, rows).equals(original)) {
            return pad(x, offsets, rows);
        }
        original = null;
        return last;
    }

    private Original original(Tensor x, Tensor offsets, int rows) {
        return new Original(
                recorder.buffer(x).version(),
                x.offset(),
                recorder.buffer(offsets).version(),
                offsets.offset(),
                offsets.size() - 1,
                rows,
                x.shape().columns());
    }

    private Tensor pad(Tensor x, Tensor offsets, int rows) {
        int groups = offsets.size() - 1;
        int columns = x.shape().columns();
        Tensor padded = recorder.scratch(DType.F32, groups, rows, columns);
        recorder.call(PAD_ROWS)
                .in(x)
                .in(offsets)
                .out(padded)
                .ints(groups, rows, columns)
                .run();
        return padded;
    }

    /** A call writes the version: what was made of it is out of date. */
    void written(Version version) {
        if (original != null && (original.x == version || original.offsets == version)) {
            discard();
        }
    }

    /** Nobody needs the last ones any more. */
    void discard() {
        if (original != null) {
            recorder.discard(last);
            original = null;
        }
    }
}
