package panamoe.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.MutableMap;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * Sums the gradients of a group of processes while the backward pass still runs: parameters that follow each other in
 * the flat buffer form buckets, and a bucket is summed as soon as its last gradient is complete (Li et al. 2020,
 * "PyTorch Distributed", section 3.2). {@linkplain Parameter#isSharded Sharded} parameters are left out.
 */
public final class GradientSum implements GradientListener {

    /** Small enough that the first bucket is sent early, large enough that each is sent at full speed. */
    private static final int BUCKET_ELEMENTS = 1 << 20;

    private final ProcessGroup group;
    private final Backend backend;
    private final Tensor flat;
    private final List<Bucket> buckets = new ArrayList<>();
    private final MutableMap<Parameter, Bucket> bucketOf = Maps.mutable.empty();
    private final List<Future<?>> begun = new ArrayList<>();

    private static final class Bucket {
        private final int begin;
        private int end;
        private int missing;

        Bucket(int begin) {
            this.begin = begin;
            this.end = begin;
        }
    }

    /** @param parameters allocated, equal on all processes but for the sharded ones */
    public GradientSum(ProcessGroup group, Parameters parameters) {
        this.group = group;
        this.backend = parameters.backend();
        this.flat = parameters.gradients();
        Bucket open = null;
        for (Parameter p : parameters.list()) {
            if (p.offset() < 0) {
                continue;
            }
            if (p.isSharded()) {
                open = null;
                continue;
            }
            if (open == null || open.end - open.begin >= BUCKET_ELEMENTS) {
                open = new Bucket(p.offset());
                buckets.add(open);
            }
            open.end = p.offset() + p.shape().size();
            bucketOf.put(p, open);
        }
    }

    /** The bytes of the gradients that are summed in a step. */
    public long bytes() {
        return buckets.stream()
                .mapToLong(bucket -> (long) flat.dtype().bytes() * (bucket.end - bucket.begin))
                .sum();
    }

    /** Begins a backward pass. A parameter that is frozen now is not waited for: its gradient is 0 in all processes. */
    public void begin() {
        begun.clear();
        buckets.forEach(bucket -> bucket.missing = 0);
        bucketOf.forEachKeyValue((parameter, bucket) -> bucket.missing += parameter.isTrainable() ? 1 : 0);
    }

    @Override
    public void complete(Parameter parameter) {
        Bucket bucket = bucketOf.get(parameter);
        if (bucket != null && --bucket.missing == 0) {
            Tensor part = Tensor.of(flat.storage(), flat.offset() + bucket.begin, Shape.of(bucket.end - bucket.begin));
            begun.add(group.sumLater(backend, part));
        }
    }

    /**
     * Waits until all gradients are summed.
     *
     * @throws IllegalStateException if a gradient is not complete: this object was not the listener of the backward pass
     */
    public void finish() {
        bucketOf.forEachKeyValue((parameter, bucket) -> {
            if (bucket.missing > 0) {
                throw new IllegalStateException("the gradients that " + parameter.name()
                        + " is summed with are not complete: expected Context.backward with this listener first");
            }
        });
        group.finish(begun);
    }
}
