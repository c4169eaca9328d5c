package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.UnseenTarget;
import panamoe.trainer.tasks.files.ManifestSuite;

/** A suite need not name the related task of an unseen one. */
class UnnamedRelativesTest {

    @TempDir
    private Path temporary;

    private static Suite nameless() {
        Suite tiny = new TinyWorld.TinySuite();
        return new ManifestSuite(
                "nameless",
                "0",
                tiny.tasks(),
                tiny.unrelated(),
                tiny.lowResourceTargets(),
                tiny.unseenTargets().collect(target -> new UnseenTarget(target.target(), null, null)));
    }

    private Experiment open(Backend backend, String starts) throws IOException {
        RunSettings settings = TinyWorld.settings("""
                methods: [dense-mtl, task-gate-moe]
                protocols: [unseen-task-generalization]
                unseen: {starts: [%s], least-similarity: -1}
                """.formatted(starts), 1);
        return Experiment.open(
                settings,
                nameless(),
                new SharedEncoder(TinyWorld::pretrained, backend),
                new Environment("jdk", "cpu", 1, 0, "scalar", "unknown"),
                RunFolder.open(temporary, settings, false));
    }

    @Test
    void startsFromASimilarTaskNeedNoName() throws IOException {
        try (Backend backend = Backends.create("scalar", 1)) {
            Experiment experiment = open(backend, "auto, blend, fresh");
            experiment.run(TinyWorld.NO_LISTENER);

            UnseenTaskDetails details = experiment
                    .results()
                    .protocols()
                    .get(UnseenTaskGeneralization.NAME)
                    .of(UnseenTaskDetails.class)
                    .scored()
                    .get("task-gate-moe");
            assertThat(details.targets())
                    .allSatisfy(target -> assertThat(target.relatedTask()).isNull());
            assertThat(details.startComparisons()).containsKeys("fresh - auto", "fresh - blend");
        }
    }

    @Test
    void aStartFromANamedTaskIsRefused() {
        try (Backend backend = Backends.create("scalar", 1)) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> open(backend, "auto, related"))
                    .withMessage("unseen.starts has related, and roles.unseen of the manifest names no related task for"
                            + " new-a: name one, or leave out related");
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> open(backend, "wrong, auto"))
                    .withMessage("unseen.starts has wrong, and roles.unseen of the manifest names no unrelated task for"
                            + " new-a: name one, or leave out wrong");
        }
    }
}
