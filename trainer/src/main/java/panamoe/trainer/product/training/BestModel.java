package panamoe.trainer.product.training;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The best model of a training so far. The state of the training stores this record as texts.
 *
 * @param step after which it was measured; 0 before the first evaluation
 * @param mean the mean of the tasks' main metrics on dev, which decides
 * @param sha256 the digest of the file of its parameters; empty before the first evaluation
 */
record BestModel(int step, double mean, String sha256) {

    /** The value before the first evaluation. */
    static final BestModel NONE = new BestModel(0, Double.NEGATIVE_INFINITY, "");

    private static final String STEP = "best.step";
    private static final String MEAN = "best.mean";
    private static final String SHA256 = "best.sha256";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Reads the texts of {@link #texts}. @throws IOException if a text is missing or malformed */
    static BestModel of(Map<String, String> texts) throws IOException {
        String step = texts.getOrDefault(STEP, "");
        String sha256 = texts.get(SHA256);
        if (!NUMBER.matcher(step).matches() || sha256 == null) {
            throw new IOException("the state does not say which model is the best so far");
        }
        try {
            return new BestModel(Integer.parseInt(step), Double.parseDouble(texts.getOrDefault(MEAN, "")), sha256);
        } catch (NumberFormatException e) {
            throw new IOException("the state does not say how good the best model is", e);
        }
    }

    Map<String, String> texts() {
        return Map.of(STEP, String.valueOf(step), MEAN, String.valueOf(mean), SHA256, sha256);
    }
}
