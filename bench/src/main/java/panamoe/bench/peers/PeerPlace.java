package panamoe.bench.peers;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.tensor.Precision;

/**
 * The Python, device and precision of the peers.
 *
 * @param python the Python interpreter
 * @param device cpu or cuda
 * @param precision the precision of products on CUDA
 */
record PeerPlace(String python, String device, Precision precision) {

    PeerPlace {
        Check.that(device.equals("cpu") || device.equals("cuda"), "--peer-device " + device + ": expected cpu or cuda");
        Check.that(
                precision == Precision.FP32 || device.equals("cuda"),
                "--precision " + precision.label() + ": on both sides, so expected --peer-device cuda too");
    }

    /** All engines for the training step on this device. On a GPU this is only PyTorch, eager. */
    List<PythonPeer.Engine> engines() {
        return isGpu()
                ? List.of(PythonPeer.Engine.TORCH)
                : List.of(
                        PythonPeer.Engine.TORCH,
                        PythonPeer.Engine.TORCH_COMPILED,
                        PythonPeer.Engine.JAX,
                        PythonPeer.Engine.TORCH_BFLOAT16,
                        PythonPeer.Engine.TORCH_COMPILED_BFLOAT16);
    }

    boolean isGpu() {
        return !device.equals("cpu");
    }

    /** The arguments of a peer's script. */
    List<String> arguments() {
        return List.of("--device", device, "--precision", precision.label());
    }
}
