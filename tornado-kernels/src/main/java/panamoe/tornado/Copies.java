package panamoe.tornado;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.tensor.Tensor;

/**
 * Copies of tensors that lie inside larger buffers, for library functions that take whole arrays. The recorded calls
 * share a copy until a call writes the original. So a weight is copied once a step, and not again for the backward
 * pass.
 */
final class Copies {

    private record Part(Version version, int offset, int size) {}

    private final Recorder recorder;
    private final Map<Part, Tensor> copies = new LinkedHashMap<>();

    Copies(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * The tensor itself if it lies at the start of its buffer, else a copy in a buffer of its own. The caller must not
     * write it.
     */
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

    /** Drops the copies of a version that a call writes. */
    void written(Version version) {
        List<Map.Entry<Part, Tensor>> stale = copies.entrySet().stream()
                .filter(entry -> entry.getKey().version == version)
                .toList();
        for (Map.Entry<Part, Tensor> entry : stale) {
            copies.remove(entry.getKey());
            recorder.discard(entry.getValue());
        }
    }

    /** Drops all copies: the recorded calls are about to run. */
    void discard() {
        copies.values().forEach(recorder::discard);
        copies.clear();
    }
}
