package panamoe.trainer.learner.training;

import java.util.Arrays;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The dual problem of {@link CaGrad}: the weights w of K tasks, at least 0 and with the sum 1, that minimise
 * {@code g_w . g_0 + c |g_0| |g_w|}. It needs only the matrix {@code G} of the products {@code g_i . g_j}. Multiplied by K, the
 * objective is
 *
 * <pre>{@code
 * w . G 1 + c sqrt(1 . G 1) sqrt(w . G w)
 * }</pre>
 *
 * <p>The objective is convex, and K is at most 4, so the minimum is searched for on a lattice. The first round takes the best of all
 * weights that are multiples of 1 / 8. Each further round contracts the lattice by half towards the best weights so far. The number of
 * rounds is fixed, and all values stay on the device, so that a step reads nothing on the host.
 */
final class CaGradDual {

    /** Parts of an edge of the simplex in the first lattice. */
    private static final int PARTS = 8;

    /** In the last round the points of an edge are 2^-12 apart. Finer differences of the objective are lost in the rounding of floats. */
    private static final int ROUNDS = 10;

    private final Backend backend;
    private final int tasks;
    private final double c;
    private final Tensor products;
    private final Tensor lattice;
    private final Tensor weights;
    private final Tensor anchor;
    private final Tensor candidates;
    private final Tensor scaled;
    private final Tensor byProducts;
    private final Tensor squares;
    private final Tensor lengths;
    private final Tensor values;
    private final Tensor best;
    private final Tensor slope;
    private final Tensor total;
    private final Tensor radius;

    /**
     * Allocates the tensors of a search.
     *
     * @param tasks the number K of tasks
     * @param c the constant of {@link CaGrad.Settings}
     */
    CaGradDual(Backend backend, int tasks, double c) {
        this.backend = backend;
        this.tasks = tasks;
        this.c = c;
        double[] points = lattice(tasks);
        int n = points.length / tasks;
        this.products = zeros(tasks * tasks);
        this.lattice = Tensor.of(backend, Shape.of(n, tasks), points);
        this.weights = zeros(1, tasks);
        this.anchor = zeros(1, tasks);
        this.candidates = zeros(n, tasks);
        this.scaled = zeros(n, tasks);
        this.byProducts = zeros(n, tasks);
        this.squares = zeros(n, 1);
        this.lengths = zeros(n, 1);
        this.values = zeros(n, 1);
        this.best = Tensor.zeros(backend, DType.I32, Shape.of(1));
        this.slope = zeros(tasks, 1);
        this.total = zeros(1);
        this.radius = zeros(1);
    }

    private Tensor zeros(int... shape) {
        return Tensor.zeros(backend, backend.floatType(), Shape.of(shape));
    }

    /** All weights of the tasks that are multiples of 1 / {@link #PARTS}, {@code [n, K]}. */
    private static double[] lattice(int tasks) {
        MutableList<double[]> points = Lists.mutable.empty();
        int codes = (int) Math.pow(PARTS + 1, tasks);
        for (int code = 0; code < codes; code++) {
            double[] point = new double[tasks];
            int left = PARTS;
            int digits = code;
            for (int i = 0; i < tasks; i++) {
                int parts = digits % (PARTS + 1);
                point[i] = (double) parts / PARTS;
                left -= parts;
                digits /= PARTS + 1;
            }
            if (left == 0) {
                points.add(point);
            }
        }
        return points.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** The product {@code g_i . g_j}, {@code [1]}, to be written before {@link #minimise}. */
    Tensor product(int i, int j) {
        int entry = i * tasks + j;
        return products.rowSlice(entry, entry + 1);
    }

    /** Searches for the weights. @return the weights, {@code [K]} */
    Tensor minimise() {
        Tensor matrix = products.reshape(Shape.of(tasks, tasks));
        backend.sumTo(matrix, slope);
        backend.sumTo(slope, total);
        takeRoot(total, radius);
        backend.affine(c, total, 0, radius);
        double share = 1;
        for (int round = 0; round < ROUNDS; round++) {
            backend.affine(share, lattice, 0, scaled);
            backend.affine(1 - share, weights, 0, anchor);
            backend.add(scaled, anchor, candidates);
            evaluate(matrix);
            backend.topK(values.reshape(Shape.of(1, values.size())), best.reshape(Shape.of(1, 1)));
            backend.gatherRows(candidates, best, weights);
            share /= 2;
        }
        return weights.reshape(Shape.of(tasks));
    }

    /** Computes the negative objective of each candidate. */
    private void evaluate(Tensor matrix) {
        backend.gemm(candidates, false, matrix, false, byProducts);
        backend.mul(byProducts, candidates, scaled);
        backend.sumTo(scaled, squares);
        takeRoot(squares, lengths);
        backend.mul(squares, radius, lengths);
        backend.gemm(-1, candidates, false, slope, false, 0, values);
        backend.axpy(-1, lengths, values);
    }

    /** Replaces each element, a square that rounding can make negative, by its root. */
    private void takeRoot(Tensor x, Tensor temporary) {
        backend.relu(x, temporary);
        backend.sqrt(temporary, x);
    }
}
