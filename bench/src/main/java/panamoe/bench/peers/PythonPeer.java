package panamoe.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import panamoe.bench.GemmCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Another engine in a Python process, which answers each line with a line. {@code common.py} describes the protocol. */
final class PythonPeer implements AutoCloseable {

    /** An engine and its script. */
    enum Engine {
        TORCH("torch", "torch_step.py"),
        TORCH_COMPILED("torch", "torch_step.py", "--compile"),
        JAX("jax", "jax_step.py"),
        TORCH_BFLOAT16("torch", "torch_step.py", "--bfloat16"),
        TORCH_COMPILED_BFLOAT16("torch", "torch_step.py", "--compile", "--bfloat16"),
        TORCH_GEMM("torch", "torch_gemm.py");

        private final String module;
        private final String script;
        private final List<String> arguments;

        Engine(String module, String script, String... arguments) {
            this.module = module;
            this.script = script;
            this.arguments = List.of(arguments);
        }

        /** Its name on the command line. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** False for products in bfloat16, whose results are not those of single precision. */
        boolean isSinglePrecision() {
            return !arguments.contains("--bfloat16");
        }
    }

    private static final List<String> SCRIPTS = List.of("common.py", "torch_step.py", "torch_gemm.py", "jax_step.py");

    private final Engine kind;
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final JsonNode about;

    /** Starts a peer for the training step. It has read the file of {@link StepExport} when this constructor returns. */
    PythonPeer(PeerPlace place, Engine engine, Path scripts, Path file, int threads) throws IOException {
        this(place, engine, scripts, threads, List.of(file.toString()));
    }

    /** Starts a peer for matrix products. */
    static PythonPeer gemm(PeerPlace place, Path scripts, int threads) throws IOException {
        return new PythonPeer(place, Engine.TORCH_GEMM, scripts, threads, List.of());
    }

    private PythonPeer(PeerPlace place, Engine engine, Path scripts, int threads, List<String> more)
            throws IOException {
        kind = engine;
        List<String> command = new ArrayList<>(
                List.of(place.python(), scripts.resolve(engine.script).toString()));
        command.addAll(more);
        command.addAll(engine.arguments);
        command.addAll(List.of("--threads", Integer.toString(threads)));
        command.addAll(place.arguments());
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.outputWriter();
        out = process.inputReader();
        about = answer("its start");
    }

    /** The reason why this Python cannot run an engine; empty if it can. */
    static Optional<String> missing(String python, Engine engine) {
        String find = "import sys, importlib.util as u; sys.exit(u.find_spec('" + engine.module + "') is None)";
        try {
            Process process = new ProcessBuilder(python, "-c", find)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(python + " has no " + engine.module);
        } catch (IOException e) {
            return Optional.of("there is no " + python);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + python + " was asked for " + engine.module, e);
        }
    }

    /** Copies the scripts into a folder. */
    static void unpack(Path folder) throws IOException {
        for (String script : SCRIPTS) {
            try (InputStream from = PythonPeer.class.getResourceAsStream(script)) {
                Files.copy(from, folder.resolve(script));
            }
        }
    }

    /** Deletes a folder and everything in it. */
    static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    /** Engine, version and execution mode, such as "PyTorch 2.13.0 eager". */
    String engine() {
        return about.get("engine").asString();
    }

    /** False if its products are in another arithmetic than ours. */
    boolean isSinglePrecision() {
        return kind.isSinglePrecision();
    }

    /** The number of threads that the peer reports. */
    int threads() {
        return about.get("threads").asInt();
    }

    /** The instruction set or GPU that the peer reports. */
    String isa() {
        return about.get("isa").asString();
    }

    /** The losses of the next steps. */
    double[] losses(int steps) {
        return numbers(ask("loss " + steps).get("losses"));
    }

    /** Milliseconds of each of some steps, after warm-up steps that are not returned. */
    double[] millis(int warmup, int steps) {
        return numbers(ask("time " + warmup + " " + steps).get("ms"));
    }

    /** Milliseconds of a product, the mean of {@code repeats} products. */
    double gemmMillis(GemmCase gemm, int repeats) {
        return numbers(
                ask("gemm " + gemm.m() + " " + gemm.k() + " " + gemm.n() + " " + gemm.transpose() + " " + repeats)
                        .get("ms"))[0];
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private JsonNode ask(String question) {
        try {
            in.write(question);
            in.newLine();
            in.flush();
            return answer(question);
        } catch (IOException e) {
            throw new UncheckedIOException("the peer does not accept: " + question, e);
        }
    }

    private JsonNode answer(String question) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the peer ended at: " + question + "; see its message above");
        }
        return JsonMapper.shared().readTree(line);
    }

    /** Ends the process. */
    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
