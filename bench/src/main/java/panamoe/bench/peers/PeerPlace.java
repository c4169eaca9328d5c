package panamoe.bench.peers;

import java.util.List;
import panamoe.tensor.Check;

/**
 * Where the step's peers run.
 *
 * @param python the interpreter
 * @param device cpu or cuda
 * @param tf32 true if products on CUDA may round their operands to TF32
 */
record PeerPlace(String python, String device, boolean tf32) {

    PeerPlace {
        Check.that(device.equals("cpu") || device.equals("cuda"), "--peer-device " + device + ": expected cpu or cuda");
    }

    /** The engines to compare with: on a GPU PyTorch alone. */
    List<PythonPeer.Engine> engines() {
        return isGpu() ? List.of(PythonPeer.Engine.TORCH) : List.of(PythonPeer.Engine.TORCH, PythonPeer.Engine.JAX);
    }

    boolean isGpu() {
        return !device.equals("cpu");
    }

    /** What a peer's script is told. */
    List<String> arguments() {
        return tf32 ? List.of("--device", device, "--tf32") : List.of("--device", device);
    }
}
