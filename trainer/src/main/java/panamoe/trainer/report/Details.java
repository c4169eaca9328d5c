package panamoe.trainer.report;

/** What a method's score in a protocol is made of. */
public sealed interface Details permits LowResourceDetails, UnseenTaskDetails, RobustnessDetails {}
