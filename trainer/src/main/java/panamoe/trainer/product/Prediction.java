package panamoe.trainer.product;

import org.eclipse.collections.api.list.ImmutableList;

/** The answer of a model to a text or a pair of texts. */
public sealed interface Prediction {

    /**
     * The answer of a task of labels.
     *
     * @param candidates all labels, the most probable first; of equals the one that the task lists first
     */
    record Label(ImmutableList<Candidate> candidates) implements Prediction {

        /** The most probable label. */
        public String label() {
            return candidates.getFirst().label();
        }

        /** Its probability, by the softmax of the outputs. */
        public double probability() {
            return candidates.getFirst().probability();
        }
    }

    /** A label and its probability. */
    record Candidate(String label, double probability) {}

    /**
     * The answer of a regression task.
     *
     * @param score on the task's own scale; it may lie beyond its ends
     */
    record Score(double score) implements Prediction {}
}
