package panamoe.trainer.product.lines;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.folder.KeptTask;
import tools.jackson.databind.JsonNode;

/** Formats an answer as a line. */
public interface AnswerFormat {

    /**
     * The line, without its line feed.
     *
     * @param id of the input; null if it has none
     */
    String line(KeptTask task, @Nullable JsonNode id, TextInput input, Prediction answer);
}
