package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.learner.Method;

/**
 * A section of the settings, under a top-level key: the settings of one protocol, or of the base models that several protocols share. An
 * implementation is a record; its components are the keys of the section.
 */
public interface SettingsSection {

    /**
     * Checks that the methods exist for which the section has settings.
     *
     * @param methods the methods of the run, among them those that the settings define
     * @throws IllegalArgumentException if a name is neither that of a built-in method nor one of {@code methods}
     */
    default void requireKnownMethods(List<Method> methods) {
        // most sections name no methods
    }

    /**
     * The key of a section.
     *
     * @param name the key, such as {@code low-resource}
     * @param type the record that the section is bound to
     */
    record Key(String name, Class<? extends SettingsSection> type) {}
}
