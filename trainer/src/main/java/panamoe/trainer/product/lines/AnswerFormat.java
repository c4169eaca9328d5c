package panamoe.trainer.product.lines;

import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.folder.KeptTask;

/** Tells an answer in a line. */
public interface AnswerFormat {

    /** The line, without its end. */
    String line(KeptTask task, TextInput input, Prediction answer);
}
