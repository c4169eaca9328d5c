package panamoe.trainer.experiment.protocol;

/** What a method's score in a protocol is made of. */
public interface Details {}
