package panamoe.trainer.experiment.protocol;

import panamoe.trainer.experiment.statistics.Estimate;

/**
 * The result of one method in one protocol. In JSON {@code {score, details}} or {@code {notApplicable: reason}}.
 *
 * @param <D> the protocol's details
 */
public sealed interface MethodResult<D extends Details> {

    /** The protocol's score, of which higher is better, and the parts of the score. */
    record Scored<D extends Details>(Estimate score, D details) implements MethodResult<D> {}

    /** The protocol does not apply to the method, for the given reason. */
    record NotApplicable<D extends Details>(String notApplicable) implements MethodResult<D> {
        public NotApplicable {
            if (notApplicable.isBlank()) {
                throw new IllegalArgumentException("notApplicable is blank: expected the reason");
            }
        }
    }
}
