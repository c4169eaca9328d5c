/**
 * Pieces that every room may use and that know none: errors that the user can put right, the form of their messages, files that are
 * written whole, settings as trees, the machine and the version.
 *
 * <pre>
 *   YAML resource, file, options -> SettingsTree --over--> SettingsTree --bind--> a record of settings
 *                                                             |
 *                                              SettingsProblem, Nearest -> UserError: place, value, expected
 * </pre>
 */
package panamoe.trainer.common;
