package panamoe.trainer.cli;

/** A command that several processes run together. Every other command is refused if a launcher started it in several. */
public interface Parallel {}
