package panamoe.tensor.cpu;

/** The kernel set without the Vector API: runs on any JVM. */
final class ScalarKernels implements ScalarElementwise, ScalarRows, ScalarAttention, ScalarPacking, ScalarTiles {

    @Override
    public String name() {
        return ScalarProvider.NAME;
    }

    @Override
    public int vectorBits() {
        return 0;
    }
}
