package panamoe.tornado;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.tensor.Tensor;

/**
 * Copies of tensors that are parts of larger buffers, for functions that take whole arrays. One serves all calls that are
 * recorded until its original is written: a weight is copied once a step, and not again for the backward pass.
 */
final class Copies {

    private record Part(Version version, int offset, int size) {}

    private final Recorder recorder;
    private final Map<Part, Tensor> copies = new LinkedHashMap<>();

    Copies(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The tensor itself if it begins its buffer, else a copy that does; not to be written. */
    Tensor whole(Tensor x) {
        if (x.offset() == 0) {
            return x;
        }
        Part part = new Part(recorder.buffer(x).version(), x.offset(), x.size());
        Tensor known = copies.get(part);
        if (known != null) {
            return known;
        }
        Tensor copy = recorder.scratch(x.dtype(), x.size());
        recorder.copy(x, copy);
        copies.put(part, copy);
        return copy;
    }

    /** A call writes the version: its copies are out of date. */
    void written(Version version) {
        List<Part> stale = new ArrayList<>();
        copies.forEach((part, copy) -> {
            if (part.version == version) {
                stale.add(part);
            }
        });
        stale.forEach(part -> recorder.discard(copies.remove(part)));
    }

    /** The recorded calls are about to run, and nobody needs the copies after them. */
    void discard() {
        copies.values().forEach(recorder::discard);
        copies.clear();
    }
}
