/**
 * Tools for all packages of the trainer, which depend on none of them: errors for the user and the form of their messages, atomic writing
 * of files, settings as trees, the machine and the version.
 *
 * <pre>
 *   YAML resource, file, options -> SettingsTree --over--> SettingsTree --bind--> a record of settings
 *                                                             |
 *                                              SettingsProblem, Nearest -> UserError: key, value, expected
 * </pre>
 */
@NullMarked
package panamoe.trainer.common;

import org.jspecify.annotations.NullMarked;
