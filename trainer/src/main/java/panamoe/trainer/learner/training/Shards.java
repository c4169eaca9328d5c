package panamoe.trainer.learner.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Lookup;

/**
 * The flat buffers of a model whose {@linkplain Parameter#isSharded sharded} parameters several processes have in parts. Files have the
 * buffers of the whole model, laid out as in one process.
 */
final class Shards {

    private final ProcessGroup group;
    private final Backend backend;
    private final ImmutableList<Parameter> trained;
    private final boolean any;

    Shards(ProcessGroup group, Parameters parameters) {
        this.group = group;
        this.backend = parameters.backend();
        this.trained = parameters.list().select(parameter -> parameter.offset() >= 0);
        this.any = !group.isSingle() && trained.anySatisfy(Parameter::isSharded);
    }

    /** True if this process has all parameters. */
    boolean isWhole() {
        return !any;
    }

    private int wholeSize(Parameter parameter) {
        int own = parameter.shape().size();
        return parameter.isSharded() ? Math.multiplyExact(own, group.size()) : own;
    }

    private int wholeLength() {
        return Math.toIntExact(trained.sumOfInt(parameter -> aligned(wholeSize(parameter))));
    }

    private static int aligned(int size) {
        return Math.ceilDiv(size, Parameters.ALIGNMENT) * Parameters.ALIGNMENT;
    }

    /** Tensors for the whole buffers in the first process, and without elements in the others. */
    Map<String, Tensor> allocate(Map<String, Tensor> own) {
        Map<String, Tensor> whole = new LinkedHashMap<>();
        own.keySet()
                .forEach(name -> whole.put(
                        name,
                        Tensor.zeros(backend, backend.floatType(), Shape.of(group.isFirst() ? wholeLength() : 0))));
        return whole;
    }

    /** Collects flat buffers in the first process. All processes call it. */
    void gather(Map<String, Tensor> own, Map<String, Tensor> whole) {
        own.forEach((name, flat) -> gather(flat, Lookup.in(whole, name)));
    }

    private void gather(Tensor own, Tensor whole) {
        int at = 0;
        for (Parameter parameter : trained) {
            float[] values = backend.readFloats(
                    part(own, parameter.offset(), parameter.shape().size()));
            float[] all = parameter.isSharded() ? group.collect(values) : values;
            if (group.isFirst()) {
                backend.write(part(whole, at, all.length), all);
            }
            at += aligned(wholeSize(parameter));
        }
    }

    /** Gives each process its part of the flat buffers of the first one. All processes call it. */
    void scatter(Map<String, Tensor> whole, Map<String, Tensor> own) {
        own.forEach((name, flat) -> scatter(Lookup.in(whole, name), flat));
    }

    private void scatter(Tensor whole, Tensor own) {
        int at = 0;
        for (Parameter parameter : trained) {
            int size = wholeSize(parameter);
            float[] all = group.isFirst() ? backend.readFloats(part(whole, at, size)) : new float[size];
            group.broadcast(all, 0);
            int n = parameter.shape().size();
            float[] values = new float[n];
            System.arraycopy(all, parameter.isSharded() ? group.rank() * n : 0, values, 0, n);
            backend.write(part(own, parameter.offset(), n), values);
            at += aligned(size);
        }
    }

    private static Tensor part(Tensor flat, int begin, int size) {
        return Tensor.of(flat.storage(), flat.offset() + begin, Shape.of(size));
    }
}
