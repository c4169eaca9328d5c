/**
 * The interface of a protocol, and all that its units work with.
 *
 * <pre>
 *   RunSettings (with a SettingsSection per protocol) + Suite = Design
 *                                                 |
 *   Protocol -units-> Unit -run in a Lab-> UnitResult -> Finished
 *            -result-> ProtocolResult of MethodResult with Details
 *            -exhibition-> Exhibition: Caption and exhibits, which a report draws without knowing the protocol
 * </pre>
 */
package panamoe.trainer.experiment.protocol;
