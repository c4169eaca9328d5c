package panamoe.trainer.experiment.protocol;

/** The parts that a method's score in a protocol is made of. */
public interface Details {}
