package panamoe.trainer.encoder;

import java.io.IOException;
import panamoe.tensor.Backend;
import panamoe.tensor.Safetensors;

/** Reads weights and checks that they are finite. */
public final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * The elements of a tensor, in single precision.
     *
     * @param file its name, for messages
     * @param host a backend with memory for the tensor
     * @throws IOException if the file cannot be read or an element is not finite
     */
    public static float[] read(Safetensors stored, String file, String name, Backend host) throws IOException {
        float[] values = host.readFloats(stored.load(name, host));
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IOException(file + " has " + values[i] + " as element " + i + " of tensor " + name
                        + ": expected finite numbers");
            }
        }
        return values;
    }
}
