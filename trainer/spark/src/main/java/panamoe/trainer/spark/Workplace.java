package panamoe.trainer.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.huggingface.HuggingFaceFolder;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.Memory;
import panamoe.trainer.experiment.Plan;
import panamoe.trainer.experiment.SettingsReader;
import panamoe.trainer.experiment.SharedEncoder;
import panamoe.trainer.experiment.UnitRun;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.files.DataFolder;
import panamoe.trainer.tasks.files.ManifestSuite;
import panamoe.trainer.tasks.wordnet.WordNetSuite;

/** The tasks, the encoder and the features of a run on an executor: read and computed once for all of the run's units there. */
final class Workplace {

    private record Materials(Suite suite, SharedEncoder encoder) {}

    private static final Map<Work, Workplace> PLACES = new HashMap<>();
    private static final Map<Work.Inputs, Materials> MATERIALS = new HashMap<>();

    private final Work work;
    private final Design design;
    private final PretrainedEncoder encoder;
    private final FrozenFeatures features;

    private Workplace(Work work, Design design, PretrainedEncoder encoder, FrozenFeatures features) {
        this.work = work;
        this.design = design;
        this.encoder = encoder;
        this.features = features;
    }

    /** The place for the units of a run in this process; several threads may ask. */
    static synchronized Workplace of(Work work) throws IOException {
        Workplace known = PLACES.get(work);
        if (known == null) {
            known = make(work);
            PLACES.put(work, known);
        }
        return known;
    }

    private static Workplace make(Work work) throws IOException {
        Materials materials = MATERIALS.get(work.inputs());
        if (materials == null) {
            materials = new Materials(
                    suite(work.inputs()), new SharedEncoder(() -> encoder(work.inputs()), backend(work.inputs())));
            MATERIALS.put(work.inputs(), materials);
        }
        RunSettings settings = SettingsReader.read(SettingsTree.parse("settings of the run", work.settings()));
        Design design = Design.of(settings, materials.suite());
        PretrainedEncoder encoder = materials.encoder().get();
        requireSame("--encoder", settings.encoder(), encoder.name());
        FrozenFeatures features = materials.encoder().features(design);
        requireFits(Memory.needed(design, features, encoder.weights().config()));
        return new Workplace(work, design, encoder, features);
    }

    private static void requireFits(long need) {
        long heap = Runtime.getRuntime().maxMemory();
        if (need > heap) {
            throw new UserError(
                    "a unit needs about %d MB of heap and an executor has %d MB: give more with JAVA_OPTS=-Dspark.executor.memory=%dm"
                            .formatted(need >> 20, heap >> 20, need >> 20));
        }
    }

    private static Suite suite(Work.Inputs inputs) throws IOException {
        Work.Data data = inputs.data();
        return data == null ? WordNetSuite.load() : suite(data, inputs.tasks());
    }

    private static Suite suite(Work.Data data, String tasks) throws IOException {
        Path folder = data.folder().here();
        requireFolder("--data", folder);
        try (TemporaryFolder temporary = TemporaryFolder.make()) {
            Path manifest = null;
            if (data.manifest() != null) {
                manifest = temporary.path().resolve("panamoe.yaml");
                Files.writeString(manifest, data.manifest());
            }
            ManifestSuite suite = new DataFolder(folder, manifest, data.malformed())
                    .read(warning -> {}) // the driver has shown them
                    .suite();
            requireSame("--data", tasks, suite.name() + " " + suite.fingerprint());
            return suite;
        }
    }

    private static PretrainedEncoder encoder(Work.Inputs inputs) throws IOException {
        ShippedFolder shipped = inputs.encoder();
        if (shipped == null) {
            return MiniLm.source().load();
        }
        Path folder = shipped.here();
        requireFolder("--encoder", folder);
        return HuggingFaceFolder.open(folder).load();
    }

    private static void requireFolder(String option, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(
                    option + ": " + folder + " is no folder on " + host() + ": expected this path on all machines");
        }
    }

    private static void requireSame(String option, String driver, String here) {
        if (!driver.equals(here)) {
            throw new UserError(option + ": " + here + " on " + host() + ", and " + driver
                    + " where the run was started: expected the same files on all machines");
        }
    }

    /** This machine as Spark names it. */
    private static String host() {
        return SparkEnv.get().blockManager().blockManagerId().host();
    }

    private static Backend backend(Work.Inputs inputs) {
        return Backends.create(
                inputs.backend(), new BackendRequest(inputs.threads(), Optional.empty(), Optional.empty()));
    }

    /**
     * Does a unit.
     *
     * @param model the kept model of the unit that it rests on, if it rests on one
     * @param folder takes the files that the unit keeps
     */
    UnitRun run(UnitKey key, Optional<byte[]> model, Path folder, Progress progress) throws IOException {
        Plan plan = Plan.of(design);
        Unit unit = plan.unit(key);
        try (Backend backend = backend(work.inputs())) {
            Lab alone = new Lab(design, backend, encoder, features, folder.resolve("checkpoints"));
            Lab lab = work.inputs().keepsModels()
                    ? alone.keepingModels(folder.resolve("models"), work.settings())
                    : alone;
            if (model.isEmpty()) {
                return UnitRun.of(unit, lab, progress);
            }
            Path kept = plan.unit(unit.restsOn().orElseThrow())
                    .keptModel(lab.checkpoints())
                    .orElseThrow();
            AtomicFile.write(kept, model.get());
            UnitRun run = UnitRun.of(unit, lab, progress);
            Files.delete(kept);
            return run;
        }
    }
}
