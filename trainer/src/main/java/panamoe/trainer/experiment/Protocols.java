package panamoe.trainer.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;

/** The three protocols; one that was not run is null and has no key in results.json. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Protocols(
        @JsonProperty(LOW_RESOURCE) @Nullable ProtocolResult<LowResourceDetails> lowResourceTransfer,
        @JsonProperty(UNSEEN_TASK) @Nullable ProtocolResult<UnseenTaskDetails> unseenTaskGeneralization,
        @JsonProperty(ROBUSTNESS) @Nullable ProtocolResult<RobustnessDetails> unrelatedTaskRobustness) {

    public static final String LOW_RESOURCE = "low-resource-transfer";
    public static final String UNSEEN_TASK = "unseen-task-generalization";
    public static final String ROBUSTNESS = "unrelated-task-robustness";
}
