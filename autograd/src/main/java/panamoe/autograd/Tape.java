package panamoe.autograd;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/**
 * The operations of one step in the order they ran, walked backwards once: reverse-mode differentiation (Griewank and
 * Walther 2008, ch. 3). No recursion, so a chain of any length works; what an operation saved is freed as the walk
 * passes it.
 */
final class Tape {

    private record Node(Op op, Var[] inputs, Saved saved, Var output) {}

    /** A gradient's memory, shared by the variables that an op passed it on to. */
    private static final class Buffer {
        final Tensor tensor;
        int owners = 1;

        Buffer(Tensor tensor) {
            this.tensor = tensor;
        }
    }

    private final Backend backend;
    private final Workspace workspace;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Buffer> gradients = new ArrayList<>();
    private boolean done;

    Tape(Backend backend, Workspace workspace) {
        this.backend = backend;
        this.workspace = workspace;
    }

    /** The number under which a new variable's gradient is kept. */
    int newSlot() {
        gradients.add(null);
        return gradients.size() - 1;
    }

    void record(Op op, Var[] inputs, Saved saved, Var output) {
        if (done) {
            throw new IllegalStateException(op.name() + " after backward: begin a new step first");
        }
        nodes.add(new Node(op, inputs, saved, output));
    }

    /** Walks back from a scalar. Each variable that was asked for by {@link Context#variable} keeps its gradient. */
    void backward(Var loss) {
        if (done) {
            throw new IllegalStateException("backward was called twice in one step");
        }
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException(
                    "backward from shape " + loss.shape() + ": expected one element; reduce it first, e.g. by mean()");
        }
        if (!loss.isDifferentiable()) {
            throw new IllegalArgumentException("backward from a constant: nothing in it depends on a parameter");
        }
        done = true;
        Tensor one = workspace.allocate(backend.floatType(), loss.shape());
        backend.fill(1, one);
        gradients.set(loss.slot(), new Buffer(one));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            Buffer buffer = gradients.get(node.output.slot());
            if (buffer != null) {
                Collector into = new Collector(node, buffer);
                node.op.vjp(backend, node.saved, buffer.tensor, into);
                into.fold();
                drop(buffer);
                gradients.set(node.output.slot(), null);
            }
            node.saved.release();
        }
        nodes.clear();
    }

    /** The gradient of a variable after {@link #backward}; null if the loss does not depend on it. */
    Tensor gradient(Var variable) {
        Buffer buffer = gradients.get(variable.slot());
        return buffer == null ? null : buffer.tensor;
    }

    private void drop(Buffer buffer) {
        if (--buffer.owners == 0) {
            workspace.release(buffer.tensor);
        }
    }

    /** Gathers what one node's vjp gives and adds it to what other users of the same inputs gave. */
    private final class Collector implements Gradients {
        private final Node node;
        private final Buffer outputGradient;
        private final Tensor[] given;
        private final boolean[] passed;

        Collector(Node node, Buffer outputGradient) {
            this.node = node;
            this.outputGradient = outputGradient;
            this.given = new Tensor[node.inputs.length];
            this.passed = new boolean[node.inputs.length];
        }

        @Override
        public boolean needs(int input) {
            return node.inputs[input].isDifferentiable();
        }

        @Override
        public Tensor grad(int input) {
            if (!needs(input) || given[input] != null || passed[input]) {
                throw new IllegalStateException(
                        node.op.name() + ": gradient of input " + input + " is not wanted or was given before");
            }
            Var x = node.inputs[input];
            Parameter parameter = x.parameter();
            if (!stretched(x) && parameter != null && !parameter.hasGradient()) {
                parameter.markGradient();
                given[input] = parameter.gradient();
            } else {
                given[input] = workspace.allocate(backend.floatType(), stretched(x) ? node.output.shape() : x.shape());
            }
            return given[input];
        }

        @Override
        public void pass(int input) {
            if (!needs(input) || given[input] != null || passed[input]) {
                throw new IllegalStateException(
                        node.op.name() + ": gradient of input " + input + " is not wanted or was given before");
            }
            passed[input] = true;
        }

        private boolean stretched(Var x) {
            return node.op.stretches() && !x.shape().equals(node.output.shape());
        }

        void fold() {
            for (int i = 0; i < given.length; i++) {
                if (passed[i]) {
                    foldPassed(node.inputs[i]);
                } else if (given[i] != null) {
                    foldGiven(node.inputs[i], given[i]);
                }
            }
        }

        private void foldPassed(Var x) {
            if (stretched(x)) {
                addOwned(x, sum(outputGradient.tensor, x.shape()));
            } else if (x.parameter() == null && gradients.get(x.slot()) == null) {
                outputGradient.owners++;
                gradients.set(x.slot(), outputGradient);
            } else {
                add(x, outputGradient.tensor);
            }
        }

        private void foldGiven(Var x, Tensor gradient) {
            if (stretched(x)) {
                Tensor summed = sum(gradient, x.shape());
                workspace.release(gradient);
                addOwned(x, summed);
            } else if (x.parameter() == null || gradient != x.parameter().gradient()) {
                addOwned(x, gradient);
            }
        }

        private Tensor sum(Tensor gradient, Shape to) {
            Tensor summed = workspace.allocate(backend.floatType(), to);
            backend.sumTo(gradient, summed);
            return summed;
        }

        /** Adds a tensor that nobody else uses: it may become the gradient itself. */
        private void addOwned(Var x, Tensor contribution) {
            if (x.parameter() == null && gradients.get(x.slot()) == null) {
                gradients.set(x.slot(), new Buffer(contribution));
            } else {
                add(x, contribution);
                workspace.release(contribution);
            }
        }

        private void add(Var x, Tensor contribution) {
            Parameter parameter = x.parameter();
            if (parameter != null) {
                if (parameter.hasGradient()) {
                    backend.axpy(1, contribution, parameter.gradient());
                } else {
                    backend.copy(contribution, parameter.gradient());
                    parameter.markGradient();
                }
                return;
            }
            Buffer present = gradients.get(x.slot());
            if (present.owners == 1) {
                backend.axpy(1, contribution, present.tensor);
            } else {
                Tensor sum = workspace.allocate(backend.floatType(), x.shape());
                backend.add(present.tensor, contribution, sum);
                drop(present);
                gradients.set(x.slot(), new Buffer(sum));
            }
        }
    }
}
