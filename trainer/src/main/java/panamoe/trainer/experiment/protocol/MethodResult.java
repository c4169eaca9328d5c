package panamoe.trainer.experiment.protocol;

import panamoe.trainer.experiment.statistics.Estimate;

/**
 * What one method did in one protocol: {@code {score, details}}, or {@code {notApplicable: reason}}.
 *
 * @param <D> the protocol's details
 */
public sealed interface MethodResult<D extends Details> {

    /** The protocol's one score, higher is better, and what it is made of. */
    record Scored<D extends Details>(Estimate score, D details) implements MethodResult<D> {}

    /** The protocol asks something that this method does not have. */
    record NotApplicable<D extends Details>(String notApplicable) implements MethodResult<D> {
        public NotApplicable {
            if (notApplicable.isBlank()) {
                throw new IllegalArgumentException("notApplicable is blank: expected the reason");
            }
        }
    }
}
