package panamoe.trainer.experiment.protocol;

/** The parts of a method's score in a protocol. */
public interface Details {}
