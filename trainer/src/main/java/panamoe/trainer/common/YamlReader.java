package panamoe.trainer.common;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a YAML file of one document as a tree. An alias stands for the value of its anchor. The key {@code <<} merges other maps into a
 * map; the map's own keys take precedence. The reader refuses a repeated key, an alias without an earlier anchor, and every tag except
 * YAML's own for strings, numbers, booleans, null, lists and maps.
 */
public final class YamlReader {

    /** The most values of a tree. Without a limit, nested aliases in a short file could fill the memory. */
    private static final int MOST_VALUES = 100_000;

    private static final int MOST_LEVELS = 100;
    private static final String MERGE = "<<";

    private static final Set<String> SCALAR_TAGS = Set.of(
            "!",
            Tag.STR.getValue(),
            Tag.INT.getValue(),
            Tag.FLOAT.getValue(),
            Tag.BOOL.getValue(),
            Tag.NULL.getValue());

    /** Makes the node of a scalar: a value that is neither a list nor a map. */
    public interface Scalars {
        /**
         * The node of a scalar.
         *
         * @param text the text in the file, without quotes
         * @param plain true if the core schema decides the type of the text; false if quotes or a tag make it a string
         * @throws IllegalArgumentException if the text is not a valid value
         */
        JsonNode node(String text, boolean plain);
    }

    /** The node of an anchor and the number of values in it. */
    private record Anchored(JsonNode node, int size) {}

    private final String source;
    private final Scalars scalars;
    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final Map<Anchor, String> scalarTexts = new HashMap<>();
    private int size;
    private int level;

    private YamlReader(String source, String text, Scalars scalars) {
        this.source = source;
        this.scalars = scalars;
        this.events = new Parse(LoadSettings.builder().setLabel(source).build())
                .parseString(text)
                .iterator();
    }

    /**
     * Reads a YAML text.
     *
     * @param source the name of the file, for messages
     * @return the tree; a null node for a text without a value
     * @throws UserError if the text is not one YAML document, or one of the things that this class refuses; the message names the line
     */
    public static JsonNode read(String source, String text, Scalars scalars) {
        try {
            return new YamlReader(source, text, scalars).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            int lines = (int) text.lines().count();
            throw new UserError(source + ":" + Math.min(line, lines) + ": not YAML: " + e.getProblem());
        } catch (YamlVersionException e) {
            SpecVersion given = e.getSpecVersion();
            throw new UserError(source + ": YAML " + given.getMajor() + "." + given.getMinor() + ": expected 1.2");
        } catch (YamlEngineException e) {
            throw new UserError(source + ": not YAML: " + MessageText.of(e).replace("\n", ", "));
        }
    }

    private JsonNode document() {
        events.next(); // start of the stream
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode root = node(events.next());
        events.next(); // end of the document
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw refuse(after, "a second document begins: expected one in a file");
        }
        return root;
    }

    private JsonNode node(Event event) {
        if (event instanceof AliasEvent alias) {
            return anchored(alias);
        }
        int before = size;
        JsonNode node = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent list -> list(list);
            case MappingStartEvent map -> map(map);
            default -> throw new IllegalStateException("no YAML value begins with " + event);
        };
        grow(event, 1);
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, size - before)));
        return node;
    }

    /** The value of the last anchor with the alias's name. An anchor is not known within its own value. */
    private JsonNode anchored(AliasEvent alias) {
        Anchored found = anchors.get(alias.getAlias());
        if (found == null) {
            throw refuse(
                    alias,
                    "alias *" + alias.getAlias().getValue() + ": no anchor &"
                            + alias.getAlias().getValue() + " before it");
        }
        grow(alias, found.size());
        return found.node();
    }

    private void grow(Event event, int by) {
        size += by;
        if (size > MOST_VALUES) {
            throw refuse(event, "more than " + MOST_VALUES + " values with those that aliases stand for");
        }
    }

    private JsonNode scalar(ScalarEvent event) {
        Optional<String> tag = event.getTag();
        if (tag.isPresent() && !SCALAR_TAGS.contains(tag.get())) {
            throw unknownTag(event, tag.get());
        }
        event.getAnchor().ifPresent(anchor -> scalarTexts.put(anchor, event.getValue()));
        boolean text = tag.map(given -> given.equals("!") || given.equals(Tag.STR.getValue()))
                .orElse(!event.isPlain());
        try {
            return scalars.node(event.getValue(), !text);
        } catch (IllegalArgumentException e) {
            throw refuse(event, e.getMessage());
        }
    }

    private ArrayNode list(SequenceStartEvent start) {
        requireTag(start, start.getTag(), Tag.SEQ);
        enter(start);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            list.add(node(next));
        }
        level--;
        return list;
    }

    private ObjectNode map(MappingStartEvent start) {
        requireTag(start, start.getTag(), Tag.MAP);
        enter(start);
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        List<JsonNode> merged = null;
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            String key = key(next);
            boolean merge = key.equals(MERGE) && next instanceof ScalarEvent scalar && scalar.isPlain();
            if (merge ? merged != null : own.has(key)) {
                throw refuse(next, "key \"" + key + "\" is there twice: expected it once");
            }
            JsonNode value = node(events.next());
            if (merge) {
                merged = merged(next, value);
            } else {
                own.set(key, value);
            }
        }
        level--;
        return merged == null ? own : laidOver(merged, own);
    }

    private String key(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> {
                scalar(scalar); // checks its tag
                yield scalar.getValue();
            }
            case AliasEvent alias when scalarTexts.containsKey(alias.getAlias()) -> scalarTexts.get(alias.getAlias());
            case AliasEvent alias -> {
                anchored(alias);
                throw refuse(alias, "a list or map as a key: expected a word or text");
            }
            default -> throw refuse(event, "a list or map as a key: expected a word or text");
        };
    }

    private List<JsonNode> merged(Event key, JsonNode value) {
        List<JsonNode> maps = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(maps::add);
        } else {
            maps.add(value);
        }
        if (!maps.stream().allMatch(JsonNode::isObject)) {
            throw refuse(key, "<< with " + MessageText.cut(value.toString()) + ": expected a map or a list of maps");
        }
        return maps;
    }

    /** Merges maps: the map's own keys take precedence, and then the first merged map that has a key. */
    private static ObjectNode laidOver(List<JsonNode> merged, ObjectNode own) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (JsonNode map : merged) {
            map.properties().stream()
                    .filter(entry -> !whole.has(entry.getKey()))
                    .forEach(entry -> whole.set(entry.getKey(), entry.getValue()));
        }
        whole.setAll(own);
        return whole;
    }

    private void enter(Event event) {
        level++;
        if (level > MOST_LEVELS) {
            throw refuse(event, "more than " + MOST_LEVELS + " lists and maps within each other");
        }
    }

    private void requireTag(Event event, Optional<String> given, Tag own) {
        if (given.isPresent() && !given.get().equals("!") && !given.get().equals(own.getValue())) {
            throw unknownTag(event, given.get());
        }
    }

    private UserError unknownTag(Event event, String tag) {
        return refuse(event, "tag " + tag.replace(Tag.PREFIX, "!!") + ": expected none");
    }

    private UserError refuse(Event event, @Nullable String problem) {
        return new UserError(source + ":"
                + event.getStartMark().map(Mark::getLine).map(line -> line + 1).orElse(1) + ": " + problem);
    }
}
