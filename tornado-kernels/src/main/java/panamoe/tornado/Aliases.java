package panamoe.tornado;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Copies tensors so that no task gets an array twice and writes it. TornadoVM 5.2 takes such a task to depend on itself
 * and never finishes planning. The case arises for tensors of one buffer, such as two gradients in the flat buffer of
 * all gradients.
 */
final class Aliases {

    private final Recorder recorder;
    private final List<Runnable> before = new ArrayList<>();
    private final List<Runnable> after = new ArrayList<>();

    private Aliases(Recorder recorder) {
        this.recorder = recorder;
    }

    /** True if a call uses a version more than once and writes it. */
    static boolean isIn(Call call) {
        List<Call.Use> uses = call.uses();
        for (int i = 0; i < uses.size(); i++) {
            if (uses.get(i).role() != Call.Role.IN) {
                for (int j = 0; j < uses.size(); j++) {
                    if (j != i && uses.get(j).version() == uses.get(i).version()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Records such a call, with copies of the tensors that need one. */
    static void record(Recorder recorder, Call call) {
        Aliases aliases = new Aliases(recorder);
        List<Call.Use> uses = call.uses();
        for (int i = 0; i < uses.size(); i++) {
            if (aliases.needsCopy(uses, i)) {
                uses.set(i, aliases.copied(uses.get(i)));
            }
        }
        aliases.before.forEach(Runnable::run);
        recorder.record(call);
        aliases.after.forEach(Runnable::run);
    }

    /** True for each use of a version that the call writes, except the first use that writes it. */
    private boolean needsCopy(List<Call.Use> uses, int position) {
        Call.Use use = uses.get(position);
        for (int i = 0; i < uses.size(); i++) {
            Call.Use other = uses.get(i);
            if (i != position && other.version() == use.version() && other.role() != Call.Role.IN) {
                return use.role() == Call.Role.IN || i < position;
            }
        }
        return false;
    }

    private Call.Use copied(Call.Use use) {
        DType dtype = use.version().dtype();
        Tensor copy = recorder.scratch(dtype, use.size());
        Tensor original = Tensor.of(use.buffer(), use.offset(), Shape.of(use.size()));
        if (use.role() != Call.Role.OUT) {
            before.add(() -> recorder.copy(original, copy));
        }
        if (use.role() != Call.Role.IN) {
            after.add(() -> recorder.copy(copy, original));
        }
        after.add(() -> recorder.discard(copy));
        return Call.Use.of(recorder.buffer(copy), use.role(), copy);
    }
}
