package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.learner.Method;

/**
 * Settings under a key of their own at the top of the tree: those of a protocol, or of something that several protocols share. A
 * record whose components are the keys below.
 */
public interface SettingsSection {

    /**
     * Checks the names of methods that settings here are given for.
     *
     * @param methods those that the settings define beside the built-in ones
     * @throws IllegalArgumentException if there is no such method
     */
    default void requireKnownMethods(List<Method> methods) {
        // most sections name no methods
    }

    /**
     * Where a section stands in the tree.
     *
     * @param name the key, such as {@code low-resource}
     * @param type the record that it is read as
     */
    record Key(String name, Class<? extends SettingsSection> type) {}
}
