package panamoe.trainer.encoder;

import java.io.IOException;

/** An encoder that models can begin with. Its sizes are known before its weights are read. */
public interface EncoderSource {

    /** Its name in settings, reports and kept models; of files it has a fingerprint of all that is used of them. */
    String name();

    /** Its sizes. */
    BertConfig config();

    /** Reads it, which takes a while. @throws IOException if it cannot be read */
    PretrainedEncoder load() throws IOException;
}
