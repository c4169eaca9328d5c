package panamoe.trainer.product;

import org.eclipse.collections.api.list.ImmutableList;

/** The answer of a model to a text or a pair of texts. */
public sealed interface Prediction {

    /**
     * The answer of a classification task.
     *
     * @param candidates all labels, the most probable first; equally probable ones in the order of the task
     */
    record Label(ImmutableList<Candidate> candidates) implements Prediction {

        /** The most probable label. */
        public String label() {
            return candidates.getFirst().label();
        }

        /** The probability of the most probable label, by the softmax of the logits. */
        public double probability() {
            return candidates.getFirst().probability();
        }
    }

    /** A label and its probability. */
    record Candidate(String label, double probability) {}

    /**
     * The answer of a regression task.
     *
     * @param score on the task's own scale; it may lie outside the task's range
     */
    record Score(double score) implements Prediction {}
}
