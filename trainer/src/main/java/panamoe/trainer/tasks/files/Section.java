package panamoe.trainer.tasks.files;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.Decimal;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import tools.jackson.databind.JsonNode;

/**
 * A node of a manifest and its place, such as {@code tasks.cola}. Error messages begin with the place.
 *
 * @param place the place in messages; "manifest" for the root
 * @param node the node; every scalar is a string node with the text as written
 */
record Section(String place, JsonNode node) {

    /** Common names of the splits in other projects, and the key of each here. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "training", "train", "val", "dev", "valid", "dev", "validation", "dev", "eval", "dev", "testing", "test");

    /** An error that names this place. */
    UserError refuse(String problem) {
        return new UserError(place + ": " + problem);
    }

    /** Checks that the section has no other keys than these. @throws UserError if it has */
    Section withKeys(List<String> known) {
        for (String key : map().keySet()) {
            if (!known.contains(key)) {
                throw refuse("unknown key " + MessageText.quoted(key) + ": did you mean \""
                        + meant(key, known) + "\"? Keys here: "
                        + String.join(", ", known));
            }
        }
        return this;
    }

    private static String meant(String key, List<String> known) {
        String other = OTHER_WORDS.getOrDefault(key, "");
        return known.contains(other) ? other : Nearest.of(key, known);
    }

    boolean isMap() {
        return node.isObject();
    }

    /** The sections under the keys, in order. @throws UserError if the section has no keys */
    Map<String, Section> map() {
        if (!node.isObject()) {
            throw refuse("expected keys with values, got " + shown());
        }
        Map<String, Section> parts = new LinkedHashMap<>();
        node.properties().forEach(entry -> parts.put(entry.getKey(), at(entry.getKey(), entry.getValue())));
        return parts;
    }

    /** The entries of a list; a single value is a list of one. */
    ImmutableList<Section> list() {
        if (!node.isArray()) {
            return Lists.immutable.with(this);
        }
        MutableList<Section> entries = Lists.mutable.empty();
        node.forEach(entry -> entries.add(new Section(place + "[" + (entries.size() + 1) + "]", entry)));
        return entries.toImmutable();
    }

    /** The section under a key; empty if the key is missing. */
    Optional<Section> find(String key) {
        return node.has(key) ? Optional.of(at(key, node.get(key))) : Optional.empty();
    }

    /**
     * The section under a required key.
     *
     * @param example an example of its value, for the message
     * @throws UserError if the key is missing
     */
    Section get(String key, String example) {
        return find(key)
                .orElseThrow(
                        () -> refuse("key \"" + key + "\" is missing: expected one such as " + key + ": " + example));
    }

    private String shown() {
        return node.isNull() ? "nothing" : MessageText.cut(node.toString());
    }

    private Section at(String key, JsonNode value) {
        return new Section(place.equals("manifest") ? key : place + "." + key, value);
    }

    /** The text of a scalar as written: 1.10 is not 1.1, and no is not false. @throws UserError if it is blank or not a scalar */
    String text() {
        if (!node.isString() || Blank.is(node.asString())) {
            throw refuse("expected a word or text, got " + shown());
        }
        return node.asString();
    }

    ImmutableList<String> texts() {
        return list().collect(Section::text);
    }

    boolean flag() {
        return switch (node.asString("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refuse("expected true or false, got " + shown());
        };
    }

    boolean isNumber() {
        return node.isString() && Decimal.is(node.asString());
    }

    double number() {
        if (!node.isString()) {
            throw refuse("expected a number, got " + shown());
        }
        return read(section -> Decimal.single(node.asString()));
    }

    int integer() {
        if (!node.isString() || !node.asString().matches("[-+]?[0-9]{1,9}")) {
            throw refuse("expected a whole number of at most 9 digits, got " + shown());
        }
        return Integer.parseInt(node.asString());
    }

    /**
     * The enum constant of this name in lower case with hyphens.
     *
     * @throws UserError if there is none; the message lists all names
     */
    <E extends Enum<E>> E oneOf(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Section::word).toList();
        int place = names.indexOf(text());
        if (place < 0) {
            throw refuse(
                    "unknown value " + MessageText.quoted(text()) + ": expected one of " + String.join(", ", names));
        }
        return type.getEnumConstants()[place];
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Applies a reader. An {@link IllegalArgumentException} of the reader becomes a {@link UserError} that begins with the place.
     */
    <E> E read(Function<Section, E> reader) {
        try {
            return reader.apply(this);
        } catch (PatternSyntaxException e) { // its message has several lines
            throw refuse(e.getDescription() + (e.getIndex() < 0 ? "" : " near index " + e.getIndex()));
        } catch (IllegalArgumentException e) {
            throw refuse(MessageText.of(e));
        }
    }
}
