package panamoe.trainer.encoder;

import java.io.IOException;

/** A source of a pretrained encoder. The sizes are known before the weights are read. */
public interface EncoderSource {

    /** The name in settings, reports and saved models. The name of an encoder from files includes a fingerprint of the files. */
    String name();

    /** The sizes of the encoder. */
    BertConfig config();

    /** Reads the weights and the tokenizer; takes up to seconds. @throws IOException if they cannot be read */
    PretrainedEncoder load() throws IOException;
}
