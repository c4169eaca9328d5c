/**
 * The interface of a protocol, and the classes that its units work with.
 *
 * <pre>
 *   RunSettings (with a SettingsSection per protocol) + Suite = Design
 *                                                 |
 *   Protocol -units-> Unit -run in a Lab-> UnitResult -> Finished
 *            -result-> ProtocolResult: a MethodResult with Details for each method
 *            -exhibition-> Exhibition: a Caption and exhibits, which a report draws without knowing the protocol
 * </pre>
 */
@NullMarked
package panamoe.trainer.experiment.protocol;

import org.jspecify.annotations.NullMarked;
