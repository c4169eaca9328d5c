package panamoe.autograd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/**
 * The operations of one step in order of execution, for reverse-mode differentiation (Griewank and Walther 2008, ch.
 * 3). {@link #backward} visits them once, in reverse order and without recursion, so a chain may have any length. It
 * frees the saved tensors of an operation after its vjp.
 */
final class Tape {

    /** An operation that ran, and the one before it. */
    private record Node(
            Op op,
            Var[] inputs,
            Saved saved,
            Var output,
            @Nullable Node before) {}

    /**
     * The memory of a gradient. Variables to which an operation passed it share it; they have the same size, but may
     * have other shapes.
     */
    static final class Buffer {
        private final Tensor tensor;
        private int owners = 1;

        Buffer(Tensor tensor) {
            this.tensor = tensor;
        }

        Tensor as(Shape shape) {
            return tensor.shape().equals(shape) ? tensor : tensor.reshape(shape);
        }
    }

    private final Backend backend;
    private final Workspace workspace;
    private @Nullable Node last;
    private boolean done;

    Tape(Backend backend, Workspace workspace) {
        this.backend = backend;
        this.workspace = workspace;
    }

    void record(Op op, Var[] inputs, Saved saved, Var output) {
        if (done) {
            throw new IllegalStateException(op.name() + " after backward: begin a new step first");
        }
        for (Var input : inputs) {
            Parameter parameter = input.parameter();
            if (parameter != null) {
                parameter.use();
            }
        }
        last = new Node(op, inputs, saved, output, last);
    }

    /**
     * Visits the operations in reverse order, from a one-element loss. Each {@link Context#variable} keeps its
     * gradient.
     *
     * @param completes is told of each parameter after the last operation that uses it
     */
    void backward(Var loss, GradientListener completes) {
        if (done) {
            throw new IllegalStateException("backward was called twice in one step");
        }
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException(
                    "backward from shape " + loss.shape() + ": expected one element; reduce it first, e.g. by mean()");
        }
        if (!loss.isDifferentiable()) {
            throw new IllegalArgumentException(
                    "backward from a constant: expected a loss that depends on a trainable parameter or a variable");
        }
        done = true;
        seed(loss);
        Collector into = new Collector();
        while (last != null) {
            Node node = last;
            Buffer buffer = node.output.gradient();
            if (buffer != null) {
                into.open(node, buffer);
                node.op.vjp(backend, node.saved, into.outputGradient, into);
                into.fold();
                drop(buffer);
                node.output.setGradient(null);
            }
            node.saved.release();
            for (Var input : node.inputs) {
                Parameter parameter = input.parameter();
                if (parameter != null && parameter.endUse()) {
                    completes.complete(parameter);
                }
            }
            last = node.before;
        }
    }

    /** The gradient of the loss with respect to itself. */
    private void seed(Var loss) {
        Parameter parameter = loss.parameter();
        if (parameter != null) {
            parameter.markGradient();
            backend.fill(1, parameter.gradient());
        } else {
            Tensor one = workspace.allocate(backend.floatType(), loss.shape());
            backend.fill(1, one);
            loss.setGradient(new Buffer(one));
        }
    }

    /** The gradient of a variable after {@link #backward}; null if the loss does not depend on it. */
    @Nullable
    Tensor gradient(Var variable) {
        Buffer buffer = variable.gradient();
        return buffer == null ? null : buffer.as(variable.shape());
    }

    private void drop(Buffer buffer) {
        if (--buffer.owners == 0) {
            workspace.release(buffer.tensor);
        }
    }

    /**
     * Takes the gradients from one node's vjp and adds them to those from other uses of the same inputs. One collector
     * serves all nodes in turn.
     */
    @SuppressWarnings("NullAway.Init") // open comes first, and sets what it is about
    private final class Collector implements Gradients {
        private Node node;
        private Buffer outputBuffer;
        private Tensor outputGradient;
        private @Nullable Tensor[] given = new Tensor[4];
        private boolean[] passed = new boolean[4];
        private boolean[] added = new boolean[4];

        /** Begins a node, with no gradient given yet. */
        void open(Node node, Buffer outputBuffer) {
            this.node = node;
            this.outputBuffer = outputBuffer;
            this.outputGradient = outputBuffer.as(node.output.shape());
            if (node.inputs.length > given.length) {
                given = new Tensor[node.inputs.length];
                passed = new boolean[node.inputs.length];
                added = new boolean[node.inputs.length];
            }
            Arrays.fill(given, null);
            Arrays.fill(passed, false);
            Arrays.fill(added, false);
        }

        @Override
        public boolean needs(int input) {
            return node.inputs[input].isDifferentiable();
        }

        @Override
        public Tensor grad(int input) {
            checkOpen(input);
            Var x = node.inputs[input];
            Tensor gradient =
                    stretched(x) ? workspace.allocate(backend.floatType(), node.output.shape()) : contribution(x);
            given[input] = gradient;
            return gradient;
        }

        @Override
        public @Nullable Tensor present(int input) {
            checkOpen(input);
            Var x = node.inputs[input];
            Tensor present = stretched(x) ? null : exclusiveGradient(x);
            added[input] = present != null;
            return present;
        }

        /** The memory of x's gradient; null if there is none or another variable shares it. */
        private @Nullable Tensor exclusiveGradient(Var x) {
            Parameter parameter = x.parameter();
            if (parameter != null) {
                return parameter.hasGradient() ? parameter.gradient() : null;
            }
            Buffer buffer = x.gradient();
            return buffer != null && buffer.owners == 1 ? buffer.as(x.shape()) : null;
        }

        @Override
        public void pass(int input) {
            checkOpen(input);
            passed[input] = true;
        }

        private void checkOpen(int input) {
            if (!needs(input) || given[input] != null || passed[input] || added[input]) {
                throw new IllegalStateException(
                        node.op.name() + ": gradient of input " + input + " is not needed or was already given");
            }
        }

        private boolean stretched(Var x) {
            return node.op.stretches() && !x.shape().equals(node.output.shape());
        }

        /**
         * Memory for this node's contribution to x's gradient: that of the parameter itself if this is its first
         * contribution.
         */
        private Tensor contribution(Var x) {
            Parameter parameter = x.parameter();
            if (parameter != null && !parameter.hasGradient()) {
                parameter.markGradient();
                return parameter.gradient();
            }
            return workspace.allocate(backend.floatType(), x.shape());
        }

        void fold() {
            for (int i = 0; i < node.inputs.length; i++) {
                Var x = node.inputs[i];
                Tensor own = given[i];
                if (own == null && !passed[i]) {
                    continue;
                }
                if (stretched(x)) {
                    Tensor summed = contribution(x);
                    backend.sumTo(own == null ? outputGradient : own, summed);
                    if (own != null) {
                        workspace.release(own);
                    }
                    addOwned(x, summed);
                } else if (own == null) {
                    addShared(x);
                } else {
                    addOwned(x, own);
                }
            }
        }

        /** Adds a tensor with no other use, which may become the gradient itself. */
        private void addOwned(Var x, Tensor contribution) {
            Parameter parameter = x.parameter();
            Buffer present = x.gradient();
            if (parameter != null) {
                if (contribution != parameter.gradient()) {
                    addToParameter(parameter, contribution);
                    workspace.release(contribution);
                }
            } else if (present == null) {
                x.setGradient(new Buffer(contribution));
            } else {
                addToBuffer(x, present, contribution);
                workspace.release(contribution);
            }
        }

        /** Adds the output's gradient, which may have other uses: it is shared and not written. */
        private void addShared(Var x) {
            Parameter parameter = x.parameter();
            Buffer present = x.gradient();
            if (parameter != null) {
                addToParameter(parameter, outputGradient);
            } else if (present == null) {
                outputBuffer.owners++;
                x.setGradient(outputBuffer);
            } else {
                addToBuffer(x, present, outputGradient);
            }
        }

        private void addToBuffer(Var x, Buffer present, Tensor contribution) {
            if (present.owners == 1) {
                backend.axpy(1, contribution, present.tensor);
            } else {
                Tensor sum = workspace.allocate(backend.floatType(), x.shape());
                backend.add(present.as(x.shape()), contribution.reshape(x.shape()), sum);
                drop(present);
                x.setGradient(new Buffer(sum));
            }
        }

        private void addToParameter(Parameter parameter, Tensor contribution) {
            if (parameter.hasGradient()) {
                backend.axpy(1, contribution, parameter.gradient());
            } else {
                backend.copy(contribution, parameter.gradient());
                parameter.markGradient();
            }
        }
    }
}
