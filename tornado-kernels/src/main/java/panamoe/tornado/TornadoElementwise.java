package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.ElementwiseKernels;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.BinaryCode;
import panamoe.tornado.kernels.ElementwiseCode;

/** {@link ElementwiseKernels}: one call each. */
interface TornadoElementwise extends ElementwiseKernels, OnRecorder {

    Kernel FILL = Kernel.of("fill", Kernel.Grid.ITEMS, ElementwiseCode::fill).withReals();
    Kernel FILL_INTS = Kernel.of("fillInts", Kernel.Grid.ITEMS, ElementwiseCode::fillInts);
    Kernel COPY = Kernel.of("copy", Kernel.Grid.ITEMS, ElementwiseCode::copy);
    Kernel COPY_INTS = Kernel.of("copyInts", Kernel.Grid.ITEMS, ElementwiseCode::copyInts);
    Kernel ADD = Kernel.of("add", Kernel.Grid.ITEMS, BinaryCode::add);
    Kernel SUB = Kernel.of("sub", Kernel.Grid.ITEMS, BinaryCode::sub);
    Kernel MUL = Kernel.of("mul", Kernel.Grid.ITEMS, BinaryCode::mul);
    Kernel DIV = Kernel.of("div", Kernel.Grid.ITEMS, BinaryCode::div);
    Kernel AXPY = Kernel.of("axpy", Kernel.Grid.ITEMS, ElementwiseCode::axpy).withReals();
    Kernel AFFINE =
            Kernel.of("affine", Kernel.Grid.ITEMS, ElementwiseCode::affine).withReals();
    Kernel EXP = Kernel.of("exp", Kernel.Grid.ITEMS, ElementwiseCode::exponential);
    Kernel LOG = Kernel.of("log", Kernel.Grid.ITEMS, ElementwiseCode::logarithm);
    Kernel SQRT = Kernel.of("sqrt", Kernel.Grid.ITEMS, ElementwiseCode::squareRoot);
    Kernel TANH = Kernel.of("tanh", Kernel.Grid.ITEMS, ElementwiseCode::hyperbolicTangent);
    Kernel SIGMOID = Kernel.of("sigmoid", Kernel.Grid.ITEMS, ElementwiseCode::sigmoid);
    Kernel RELU = Kernel.of("relu", Kernel.Grid.ITEMS, ElementwiseCode::relu);
    Kernel RELU_BACKWARD = Kernel.of("reluBackward", Kernel.Grid.ITEMS, ElementwiseCode::reluBackward);
    Kernel GELU = Kernel.of("gelu", Kernel.Grid.ITEMS, ElementwiseCode::gelu);
    Kernel GELU_BACKWARD = Kernel.of("geluBackward", Kernel.Grid.ITEMS, ElementwiseCode::geluBackward);

    @Override
    default void fill(double value, Tensor y) {
        KernelChecks.fill(DType.F32, value, y);
        if (y.dtype() == DType.I32) {
            recorder().call(FILL_INTS).out(y).ints(y.size(), (int) value).run();
        } else {
            recorder().call(FILL).out(y).ints(y.size()).reals(value).run();
        }
    }

    @Override
    default void copy(Tensor x, Tensor y) {
        KernelChecks.copy(DType.F32, x, y);
        Kernel kernel = x.dtype() == DType.I32 ? COPY_INTS : COPY;
        recorder().call(kernel).in(x).out(y).ints(x.size()).run();
    }

    @Override
    default void add(Tensor a, Tensor b, Tensor y) {
        binary(ADD, a, b, y);
    }

    @Override
    default void sub(Tensor a, Tensor b, Tensor y) {
        binary(SUB, a, b, y);
    }

    @Override
    default void mul(Tensor a, Tensor b, Tensor y) {
        binary(MUL, a, b, y);
    }

    @Override
    default void div(Tensor a, Tensor b, Tensor y) {
        binary(DIV, a, b, y);
    }

    @Override
    default void axpy(double alpha, Tensor x, Tensor y) {
        KernelChecks.unary("axpy", DType.F32, x, y);
        recorder().call(AXPY).in(x).inOut(y).ints(x.size()).reals(alpha).run();
    }

    @Override
    default void affine(double scale, Tensor x, double shift, Tensor y) {
        KernelChecks.unary("affine", DType.F32, x, y);
        recorder().call(AFFINE).in(x).out(y).ints(x.size()).reals(scale, shift).run();
    }

    @Override
    default void exp(Tensor x, Tensor y) {
        unary(EXP, x, y);
    }

    @Override
    default void log(Tensor x, Tensor y) {
        unary(LOG, x, y);
    }

    @Override
    default void sqrt(Tensor x, Tensor y) {
        unary(SQRT, x, y);
    }

    @Override
    default void tanh(Tensor x, Tensor y) {
        unary(TANH, x, y);
    }

    @Override
    default void sigmoid(Tensor x, Tensor y) {
        unary(SIGMOID, x, y);
    }

    @Override
    default void relu(Tensor x, Tensor y) {
        unary(RELU, x, y);
    }

    @Override
    default void reluBackward(Tensor x, Tensor gy, Tensor gx) {
        unaryBackward(RELU_BACKWARD, x, gy, gx);
    }

    @Override
    default void gelu(Tensor x, Tensor y) {
        unary(GELU, x, y);
    }

    @Override
    default void geluBackward(Tensor x, Tensor gy, Tensor gx) {
        unaryBackward(GELU_BACKWARD, x, gy, gx);
    }

    private void unary(Kernel kernel, Tensor x, Tensor y) {
        KernelChecks.unary(kernel.name(), DType.F32, x, y);
        recorder().call(kernel).in(x).out(y).ints(x.size()).run();
    }

    private void unaryBackward(Kernel kernel, Tensor x, Tensor gy, Tensor gx) {
        KernelChecks.unaryBackward(kernel.name(), DType.F32, x, gy, gx);
        recorder().call(kernel).in(x).in(gy).out(gx).ints(x.size()).run();
    }

    private void binary(Kernel kernel, Tensor a, Tensor b, Tensor y) {
        KernelChecks.binary(kernel.name(), DType.F32, a, b, y);
        Stretch sa = Stretch.of(a.shape(), y.shape());
        Stretch sb = Stretch.of(b.shape(), y.shape());
        recorder()
                .call(kernel)
                .in(a)
                .in(b)
                .out(y)
                .ints(y.size(), sa.length(), sa.inner(), sb.length(), sb.inner())
                .run();
    }
}
