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
 * A part of a manifest and where it stands, such as {@code tasks.cola}. What is not as asked is refused with that place.
 *
 * @param place for messages; "manifest" for the whole
 * @param node what stands there; every value that is no list and has no keys is the text that is written there
 */
record Section(String place, JsonNode node) {

    /** What others call the parts of a task's data. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "training", "train", "val", "dev", "valid", "dev", "validation", "dev", "eval", "dev", "testing", "test");

    /** A refusal that names this place. */
    UserError refuse(String problem) {
        return new UserError(place + ": " + problem);
    }

    /** Refuses keys other than these. */
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

    /** What stands under each key, in order. */
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

    /** What stands under a key, if it is there. */
    Optional<Section> find(String key) {
        return node.has(key) ? Optional.of(at(key, node.get(key))) : Optional.empty();
    }

    /**
     * What stands under a key that must be there.
     *
     * @param example of its value
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

    /** The text as it is written: 1.10 is not 1.1, and no is not false. */
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

    /** The constant whose name this is, in lower case and with hyphens; another word is refused with a list of all. */
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

    /** Reads with what may refuse by an {@link IllegalArgumentException}, whose message is put behind the place. */
    <E> E read(Function<Section, E> reader) {
        try {
            return reader.apply(this);
        } catch (PatternSyntaxException e) { // whose message has the expression on lines of its own
            throw refuse(e.getDescription() + (e.getIndex() < 0 ? "" : " near index " + e.getIndex()));
        } catch (IllegalArgumentException e) {
            throw refuse(e.getMessage());
        }
    }
}
