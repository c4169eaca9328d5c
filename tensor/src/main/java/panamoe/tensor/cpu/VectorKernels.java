package panamoe.tensor.cpu;

/** The kernel set on the Vector API at the machine's preferred width: 128, 256 or 512 bits. */
final class VectorKernels implements VectorElementwise, VectorRows, VectorAttention, VectorPacking, VectorTiles {

    @Override
    public String name() {
        return VectorProvider.NAME;
    }

    @Override
    public int vectorBits() {
        return VectorMath.F.vectorBitSize();
    }
}
