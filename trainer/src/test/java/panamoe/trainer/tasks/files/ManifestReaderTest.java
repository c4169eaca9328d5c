package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.UnseenTarget;
import panamoe.trainer.tasks.files.TaskEntry.Origin;

class ManifestReaderTest {

    /** Three tasks. The placeholders stand for further keys of the first task and of the manifest. */
    private static final String YAML = """
            name: made-up
            tasks:
              first:
                description: What is it?
                family: f
                kind: single
                format: tsv
                columns: {text: 1, label: 2}
                labels: [a, b]
                files: {train: first.tsv, dev: dev.tsv}
            %s
              second:
                like: first
                family: g
                metric: matthews
                split: {}
                files: {train: second.tsv}
              third:
                like: second
                description: And this?
            %s
            """;

    private static Manifest read(String firstKeys, String manifestKeys) {
        return ManifestReader.read("m.yaml", YAML.formatted(firstKeys.indent(4), manifestKeys));
    }

    private static void assertRefused(String firstKeys, String manifestKeys, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read(firstKeys, manifestKeys))
                .withMessage("m.yaml: " + message);
    }

    @Test
    void missingKeysAreCopiedFromTheTaskOfLike() {
        TaskEntry third = read("", "").tasks().getLast();

        assertThat(third.name()).isEqualTo("third");
        assertThat(third.description()).isEqualTo("And this?");
        assertThat(third.family()).isEqualTo("g");
        assertThat(third.answers().metrics()).containsExactly(Metric.MATTHEWS);
        assertThat(third.files().get(Split.TRAIN).getFirst().file()).isEqualTo("second.tsv");
        assertThat(third.files()).containsOnlyKeys(Split.TRAIN);
    }

    @Test
    void missingSplitsAreDrawn() {
        assertThat(read("", "").tasks().getFirst().splits())
                .isEqualTo(Map.of(
                        Split.TRAIN, new Origin.Part(Split.TRAIN),
                        Split.DEV, new Origin.Part(Split.DEV),
                        Split.TEST, new Origin.Draw(0.2)));
        assertThat(read("split: {test: dev}", "").tasks().getFirst().splits())
                .isEqualTo(Map.of(
                        Split.TRAIN, new Origin.Part(Split.TRAIN),
                        Split.DEV, new Origin.Draw(0.1),
                        Split.TEST, new Origin.Part(Split.DEV)));
        assertRefused("split: {test: train}", "", "tasks.first: split: two splits come from the same files");
        assertRefused("split: {dev: test}", "", "tasks.first.split.dev: no files of part \"test\"");
        assertRefused(
                "split: {dev: 1.5}", "", "tasks.first.split.dev: a share of 1.5: expected more than 0 and less than 1");
    }

    @Test
    void rolesMayNameFamilies() {
        Manifest manifest = read("", """
                roles:
                  tasks: [family g, first]
                  low-resource: first
                  unseen: [{target: first, related: second, unrelated: third}]
                """);

        assertThat(manifest.roles().tasks()).containsExactly("second", "third", "first");
        assertThat(manifest.roles().lowResource()).containsExactly("first");
        assertThat(manifest.roles().unseen()).containsExactly(new UnseenTarget("first", "second", "third"));
        assertThat(read("", "").roles().tasks()).containsExactly("first", "second", "third");
    }

    @Test
    void anUnseenTargetNeedsNoOtherTask() {
        Manifest manifest = read("", "roles: {tasks: [first, second], unseen: [{target: first}]}");

        assertThat(manifest.roles().unseen()).containsExactly(new UnseenTarget("first", null, null));
    }

    @Test
    void oneColumnForTwoPartsOfARowIsRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ManifestReader.read(
                        "m.yaml", YAML.formatted("", "").replace("{text: 1, label: 2}", "{text: 1, label: 1}")))
                .withMessage(
                        "m.yaml: tasks.first.columns: one column for two parts of a row: expected each to have its own");
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
        assertRefused(
                "",
                "sed: 3",
                "manifest: unknown key \"sed\": did you mean \"seed\"? Keys here: "
                        + "name, seed, tasks, keep-apart, roles");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("colums: {text: 1}", ""))
                .withMessageStartingWith("m.yaml: tasks.first: unknown key \"colums\": did you mean \"columns\"?");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("", "roles: {tasks: [first], low_resource: [first]}"))
                .withMessageContaining("roles: unknown key \"low_resource\": did you mean \"low-resource\"?");
    }

    @Test
    void invalidValuesAreRefusedWithTheirPlace() {
        assertRefused(
                "metric: f2",
                "",
                "tasks.first.metric: unknown metric \"f2\": expected one of accuracy, f1, macro-f1, matthews, pearson,"
                        + " spearman");
        assertRefused("header: perhaps", "", "tasks.first.header: expected true or false, got \"perhaps\"");
        assertRefused("pattern: x", "", "tasks.first: key \"pattern\" is for lines: leave it out");
        assertRefused("range: [0, 1]", "", "tasks.first: key \"range\" is for regression tasks: leave it out");
        assertRefused("strip: ['(']", "", "tasks.first.strip[1]: Unclosed group near index 1");
        assertRefused("", "seed: 1.5", "seed: expected a whole number of at most 9 digits, got \"1.5\"");
    }

    @Test
    void rolesMustFitTogether() {
        assertRefused(
                "",
                "roles: {tasks: [first, secnd]}",
                "roles.tasks[2]: unknown task \"secnd\": did you mean \"second\"?");
        assertRefused(
                "",
                "roles: {tasks: [first], unrelated: [first]}",
                "roles: unrelated: expected tasks that are not among roles.tasks, got first");
        assertRefused(
                "",
                "roles: {tasks: [first], low-resource: [second]}",
                "roles: low-resource and unseen name second: expected tasks that are among roles.tasks");
        assertRefused("", "roles: {tasks: [family h]}", "roles.tasks[1]: no task of family \"h\": did you mean \"f\"?");
        assertRefused(
                "",
                "roles: {tasks: [first, second, third], unseen: [{target: first, related: first, unrelated: third}]}",
                "roles.unseen[1]: unseen target first from first, control third: expected three different tasks");
        String target = "{target: first, related: second, unrelated: third}";
        assertRefused(
                "",
                "roles: {tasks: [first, second, third], unseen: [" + target + ", " + target + "]}",
                "roles: unseen: a target is named twice: first, first");
        assertRefused(
                "",
                "roles: {tasks: [first, second], unseen: [{target: first}, {target: second, related: first}]}",
                "roles: unseen: second begins as first: expected a task that is not a target itself");
        assertRefused(
                "",
                "roles: {tasks: [first, second], unseen: [{target: first, unrelated: third}]}",
                "roles: low-resource and unseen name third: expected tasks that are among roles.tasks");
        assertRefused(
                "",
                "keep-apart: [{test: first, train: fourth}]",
                "keep-apart[1].train: unknown task \"fourth\":" + " did you mean \"first\"?");
    }

    @Test
    void cyclesOfLikeAreRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ManifestReader.read("m.yaml", "name: n\ntasks: {a: {like: b}, b: {like: a}}"))
                .withMessageContaining("without a cycle");
    }

    @Test
    void invalidYamlIsReportedWithItsLine() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ManifestReader.read("m.yaml", "name: x\ntasks: [a\n"))
                .withMessageStartingWith("m.yaml:2: not YAML");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ManifestReader.read("m.yaml", "name: x\nname: y\n"))
                .withMessageContaining("name");
    }

    @Test
    void theShippedManifestIsValid() {
        ManifestText shipped = ManifestText.shipped();
        Manifest manifest = ManifestReader.read(shipped.file(), shipped.yaml());

        assertThat(manifest.tasks()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(manifest.roles().lowResource()).isNotEmpty();
        assertThat(manifest.roles().unseen()).isNotEmpty();
        assertThat(manifest.roles().unrelated()).isNotEmpty();
        assertThat(manifest.tasks().collect(TaskEntry::family).distinct())
                .contains("sentiment", "inference", "similarity", "topic", "intent", "acceptability");
    }

    @Test
    void aManifestCanBuildOnTheShippedOne() {
        ManifestText text = ManifestText.shipped();
        Manifest shipped = ManifestReader.read(text.file(), text.yaml());
        String yaml = """
                name: other-roles
                like: glue-senteval
                tasks: {own: {like: cr, description: Mine?}}
                roles: {tasks: [cr, sst2, own], low-resource: [own]}
                """;

        Manifest manifest = ManifestReader.read("m.yaml", yaml);

        assertThat(manifest.name()).isEqualTo("other-roles");
        assertThat(manifest.tasks().collect(TaskEntry::name))
                .containsExactlyElementsOf(
                        shipped.tasks().collect(TaskEntry::name).newWith("own"));
        assertThat(manifest.tasks().getLast().files())
                .isEqualTo(
                        shipped.tasks().detect(task -> task.name().equals("cr")).files());
        assertThat(manifest.apart()).isEqualTo(shipped.apart());
        assertThat(manifest.roles().tasks()).containsExactly("cr", "sst2", "own");
        assertThat(manifest.roles().unseen()).isEmpty();
        assertThat(manifest.source()).startsWith(yaml).endsWith(text.yaml());
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ManifestReader.read("m.yaml", "name: n\nlike: glue\n"))
                .withMessage(
                        "m.yaml: like: unknown manifest \"glue\": expected glue-senteval, the manifest that can be built on");
    }

    @Test
    void theExampleOfTheDocumentationIsValid() throws IOException {
        String page = Files.readString(Path.of("../docs/tasks.md"));
        int from = page.indexOf("```yaml") + "```yaml".length();
        Manifest manifest = ManifestReader.read("tasks.md", page.substring(from, page.indexOf("```", from)));

        assertThat(manifest.tasks().collect(TaskEntry::name)).containsExactly("review", "likeness");
        assertThat(manifest.tasks().getLast().splits())
                .containsEntry(Split.DEV, new Origin.Draw(0.05))
                .containsEntry(Split.TEST, new Origin.Draw(0.3));
    }
}
