package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.MalformedRows.Mode;

class TaskFolderTest {

    private static final String MANIFEST = """
            name: made-up
            tasks:
              similar:
                description: Are they similar?
                family: pairs
                kind: pair
                format: csv
                columns: {text: 1, pair: 2, label: 3}
                labels: [no, yes]
                files: {train: train.csv, dev: train.csv, test: train.csv}
              same:
                like: similar
                files: {train: other.csv, dev: other.csv, test: same.csv}
              spare:
                like: similar
            keep-apart:
              - {test: similar, train: same}
            roles:
              tasks: [similar]
              unrelated: [same]
            """;

    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(temporary)
                .with("train.csv", "A cat.,A dog.,no\nA bird.,A crow.,yes\n")
                .with("other.csv", "a CAT,x,no\ny,A crow!,yes\nz,w,yes\n")
                .with("same.csv", "A cat.,A cat.,yes\n")
                .with(ManifestText.IN_FOLDER, MANIFEST);
    }

    @Test
    void examplesThatShareATextWithKeptApartTestExamplesAreLeftOut() {
        TaskData same = folder.read(Mode.STRICT).tasks().get(1).data();

        assertThat(Folder.rows(same, Split.TRAIN)).containsExactly("z|w|yes");
        assertThat(Folder.rows(same, Split.DEV)).containsExactly("z|w|yes");
        assertThat(Folder.rows(same, Split.TEST)).containsExactly("A cat.|A cat.|yes");
    }

    @Test
    void theSuiteHasTheTasksWithARole() {
        TaskFolder read = folder.read(Mode.STRICT);

        assertThat(read.tasks()).hasSize(3);
        assertThat(read.suite().tasks().collect(data -> data.task().name())).containsExactly("similar");
        assertThat(read.suite().unrelated().collect(data -> data.task().name())).containsExactly("same");
        assertThat(read.suite().name()).isEqualTo("made-up");
    }

    @Test
    void theFingerprintChangesWithTheFilesAndTheMode() {
        String before = folder.read(Mode.STRICT).suite().fingerprint();

        assertThat(before).as("the version that read the files").matches("reader-2 [0-9a-f]{16}");
        assertThat(folder.read(Mode.STRICT).suite().fingerprint()).isEqualTo(before);
        assertThat(folder.read(Mode.SKIP).suite().fingerprint()).isNotEqualTo(before);
        folder.with("same.csv", "A cat.,A cat.,no\n");
        assertThat(folder.read(Mode.STRICT).suite().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void aManifestMayBeOutsideTheFolder(@TempDir Path elsewhere) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("m.yaml"), MANIFEST.replace("made-up", "from-elsewhere"));

        assertThat(TaskFolder.read(temporary, file, Mode.STRICT, warning -> {})
                        .suite()
                        .name())
                .isEqualTo("from-elsewhere");
    }

    @Test
    void aFolderThatTheShippedManifestDoesNotDescribeNeedsAManifest(@TempDir Path empty) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TaskFolder.read(empty, null, Mode.STRICT, warning -> {}))
                .withMessage(empty + " has no panamoe.yaml, and no cola/in_domain_train.tsv, which the shipped manifest"
                        + " needs: give a manifest with --manifest FILE");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TaskFolder.read(empty.resolve("none"), null, Mode.STRICT, warning -> {}))
                .withMessage(empty.resolve("none") + ": no such folder");
    }

    @Test
    void aTaskWithoutSoundRowsIsRefusedByName() {
        folder.with("same.csv", "a,b,perhaps\n");

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessage("tasks.same: no test examples of task same: expected at least one; malformed rows left"
                        + " out: 1, the first at same.csv:1: label \"perhaps\": expected one of no, yes, or header: true if"
                        + " the first row names the columns");
    }

    /** The group column is required in the training file only: the dev file has no user column. */
    @Test
    void aColumnMayDefineTheGroupsOfADraw() {
        StringBuilder rows = new StringBuilder("text\tlabel\tuser\n");
        for (int i = 0; i < 200; i++) {
            rows.append("text %d of u%d\t%d\tu%2$d%n".formatted(i, i / 4, i % 2));
        }
        folder.with("rows", rows.toString())
                .with("dev", "text\tlabel\nnone\t0\nno\t1\n")
                .withTask("""
                        kind: single
                        format: tsv
                        header: true
                        columns: {text: text, label: label}
                        files: {train: rows, dev: dev}
                        group: user
                        """);
        TaskData data = folder.task();

        assertThat(data.test()).hasSize(40);
        assertThat(users(data, Split.TEST)).hasSize(10).doesNotContainAnyElementsOf(users(data, Split.TRAIN));

        folder.with("rows", rows + "text\t1\t \n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessage(
                        "rows:202: blank value of column \"user\" for the group; --malformed skip leaves such rows out");
        folder.with("rows", rows.toString().replace("user", "usr"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessage(
                        "tasks.task.group: no column \"user\" in rows: expected one of text, label, usr, or a number from 1 to"
                                + " 3, or none; did you mean \"usr\"?");
    }

    private static Set<String> users(TaskData data, Split split) {
        return data.examples(split)
                .collect(example -> example.text().replaceFirst(".* of ", ""))
                .toSet();
    }
}
