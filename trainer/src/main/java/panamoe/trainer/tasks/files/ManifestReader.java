package panamoe.trainer.tasks.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.MutableSet;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import panamoe.trainer.common.YamlReader;
import panamoe.trainer.tasks.UnseenTarget;
import panamoe.trainer.tasks.files.Manifest.Apart;
import panamoe.trainer.tasks.files.Manifest.Roles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the YAML of a manifest. Every error message names the file, the place in it and the expected value. */
final class ManifestReader {

    private static final String FAMILY = "family ";
    private static final String LIKE = "like";

    private ManifestReader() {}

    /**
     * Reads a manifest.
     *
     * @param file its name, for messages
     * @throws UserError if it is not a manifest
     */
    static Manifest read(String file, String yaml) {
        JsonNode tree = tree(file, yaml);
        if (tree.isNull() || tree.isObject() && tree.isEmpty()) {
            throw new UserError(
                    file + ": the manifest is empty: expected name and tasks, as docs/tasks.md describes them");
        }
        try {
            Section root = new Section("manifest", tree);
            return tree.has(LIKE) ? onShipped(root, yaml) : manifest(root, yaml);
        } catch (UserError e) {
            throw new UserError(file + ": " + e.getMessage());
        }
    }

    private static JsonNode tree(String file, String yaml) {
        return YamlReader.read(file, yaml, (text, plain) -> JsonNodeFactory.instance.stringNode(text));
    }

    /** A manifest that has all tasks of the shipped one too, and inherits every key that it does not set. */
    private static Manifest onShipped(Section root, String yaml) {
        ManifestText shipped = ManifestText.shipped();
        ObjectNode merged = (ObjectNode) tree(shipped.file(), shipped.yaml());
        String name = merged.get("name").asString();
        Section like = root.get(LIKE, name);
        if (!like.text().equals(name)) {
            throw like.refuse("unknown manifest " + MessageText.quoted(like.text()) + ": expected " + name
                    + ", the manifest that can be built on");
        }
        root.map().forEach((key, value) -> {
            if (key.equals("tasks")) {
                value.map().forEach((task, entry) -> ((ObjectNode) merged.get(key)).set(task, entry.node()));
            } else {
                merged.set(key, value.node());
            }
        });
        merged.remove(LIKE);
        return manifest(new Section(root.place(), merged), yaml + shipped.yaml());
    }

    private static Manifest manifest(Section root, String source) {
        root.withKeys(List.of("name", "seed", "tasks", "keep-apart", "roles"));
        MutableList<TaskEntry> tasks = Lists.mutable.empty();
        Section named = root.get("tasks", "{review: ...}");
        Map<String, Section> entries = named.map();
        if (entries.isEmpty()) {
            throw named.refuse("expected at least one task");
        }
        entries.forEach((name, entry) ->
                tasks.add(new TaskEntryReader(name, inherited(entry, entries, Sets.mutable.empty())).read()));
        ImmutableList<TaskEntry> all = tasks.toImmutable();
        return new Manifest(
                source,
                root.get("name", "my-tasks").text(),
                root.find("seed").map(Section::integer).orElse(1),
                all,
                root.find("keep-apart")
                        .map(section -> section.list().collect(entry -> apart(entry, all)))
                        .orElse(Lists.immutable.empty()),
                root.find("roles")
                        .map(section -> roles(section, all))
                        .orElse(new Roles(
                                all.collect(TaskEntry::name),
                                Lists.immutable.empty(),
                                Lists.immutable.empty(),
                                Lists.immutable.empty())));
    }

    /** An entry in which the missing keys are copied from the task that its key {@code like} names. */
    private static Section inherited(Section entry, Map<String, Section> entries, MutableSet<String> visited) {
        if (!entry.isMap() || !entry.node().has(LIKE)) {
            return entry;
        }
        String other = entry.get(LIKE, "review").text();
        if (!entries.containsKey(other) || !visited.add(other)) {
            throw entry.refuse(
                    "like " + MessageText.quoted(other) + ": expected another task of the manifest, without a cycle");
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        inherited(entries.get(other), entries, visited).map().forEach((key, value) -> merged.put(key, value.node()));
        entry.map().forEach((key, value) -> merged.put(key, value.node()));
        merged.remove(LIKE);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.setAll(merged);
        return new Section(entry.place(), node);
    }

    private static Apart apart(Section section, ImmutableList<TaskEntry> all) {
        section.withKeys(List.of("test", "train"));
        return new Apart(known(section.get("test", "stsb"), all), names(section.get("train", "[mrpc]"), all));
    }

    private static Roles roles(Section section, ImmutableList<TaskEntry> all) {
        section.withKeys(List.of("tasks", "low-resource", "unseen", "unrelated"));
        ImmutableList<String> tasks = names(section.get("tasks", "[review]"), all);
        ImmutableList<String> unrelated =
                section.find("unrelated").map(part -> names(part, all)).orElse(Lists.immutable.empty());
        ImmutableList<String> low =
                section.find("low-resource").map(part -> names(part, all)).orElse(Lists.immutable.empty());
        ImmutableList<UnseenTarget> unseen = section.find("unseen")
                .map(part -> part.list().collect(entry -> unseen(entry, all)))
                .orElse(Lists.immutable.empty());
        if (unrelated.anySatisfy(tasks::contains)) {
            throw section.refuse("unrelated: expected tasks that are not among roles.tasks, got "
                    + MessageText.names(unrelated.select(tasks::contains)));
        }
        ImmutableList<String> targets = unseen.collect(UnseenTarget::target);
        if (targets.distinct().size() < targets.size()) {
            throw section.refuse("unseen: a target is named twice: " + MessageText.names(targets));
        }
        MutableSet<String> needed = Sets.mutable.ofAll(low).withAll(targets);
        unseen.forEach(target -> {
            Stream.of(target.related(), target.unrelated())
                    .filter(Objects::nonNull)
                    .forEach(source -> {
                        if (targets.contains(source)) {
                            throw section.refuse("unseen: " + target.target() + " begins as " + source
                                    + ": expected a task that is not a target itself");
                        }
                        needed.add(source);
                    });
        });
        needed.removeAll(tasks.castToList());
        if (!needed.isEmpty()) {
            throw section.refuse("low-resource and unseen name " + MessageText.names(needed.toSortedList())
                    + ": expected tasks that are among roles.tasks");
        }
        return new Roles(tasks, low, unseen, unrelated);
    }

    private static UnseenTarget unseen(Section section, ImmutableList<TaskEntry> all) {
        section.withKeys(List.of("target", "related", "unrelated"));
        return section.read(entry -> new UnseenTarget(
                known(entry.get("target", "cr"), all),
                entry.find("related").map(name -> known(name, all)).orElse(null),
                entry.find("unrelated").map(name -> known(name, all)).orElse(null)));
    }

    /** Names of tasks; an entry {@code family x} stands for all tasks of family x. */
    private static ImmutableList<String> names(Section section, ImmutableList<TaskEntry> all) {
        ImmutableList<String> names = section.list().flatCollect(entry -> {
            if (!entry.text().startsWith(FAMILY)) {
                return Lists.immutable.with(known(entry, all));
            }
            String family = entry.text().substring(FAMILY.length());
            ImmutableList<TaskEntry> members = all.select(task -> task.family().equals(family));
            if (members.isEmpty()) {
                throw entry.refuse("no task of family " + MessageText.quoted(family) + ": did you mean \""
                        + Nearest.of(family, all.collect(TaskEntry::family).castToList()) + "\"?");
            }
            return members.collect(TaskEntry::name);
        });
        if (names.distinct().size() < names.size()) {
            throw section.refuse("a task is named twice: " + MessageText.names(names));
        }
        return names;
    }

    private static String known(Section section, ImmutableList<TaskEntry> all) {
        String name = section.text();
        ImmutableList<String> names = all.collect(TaskEntry::name);
        if (!names.contains(name)) {
            throw section.refuse("unknown task " + MessageText.quoted(name) + ": did you mean \""
                    + Nearest.of(name, names.castToList()) + "\"?");
        }
        return name;
    }
}
