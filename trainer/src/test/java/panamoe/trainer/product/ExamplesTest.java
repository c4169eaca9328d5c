package panamoe.trainer.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;

/** The programs of the example project compile against this module, and run. */
class ExamplesTest {

    private static final Path SOURCES = Path.of("../docs/examples/use-a-model/src/main/java");

    @TempDir
    private Path temporary;

    private Path model;

    @BeforeEach
    void compileAndTrain() throws Exception {
        StringWriter messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.list(SOURCES)) {
            List<String> options = List.of(
                    "-d", temporary.toString(), "--release", "21", "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjects(sources.toArray(Path[]::new)))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        try (Backend backend = Backends.create("scalar", 1)) {
            model = TinyModel.train(TinyModel.settings("{steps: 20}"), backend, temporary.resolve("model"))
                    .folder();
        }
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                temporary + System.getProperty("path.separator") + System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void classifyPrintsALabelForEachText() throws Exception {
        Process process = start("Classify", model.toString(), "seen-a", "0 1 2", "1 5");
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("label[01] \\((0\\.[5-9]\\d|1\\.00)\\)"));
    }

    @Test
    void serveAnswersOverHttp() throws Exception {
        try (Server server = Server.of(start("Serve", model.toString(), "0"))) {
            HttpResponse<String> answer = server.post("seen-a", utf8("0 1 2\n1 5\n"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).matches("label[01]\\t[01]\\.\\d+"));
        }
    }

    @Test
    void serveRefusesWhatItCannotAnswerAndGoesOn() throws Exception {
        Path broken = temporary.resolve("broken");
        BrokenModel.write(model, broken);
        try (Server server = Server.of(start("Serve", broken.toString(), "0"))) {
            for (int i = 0; i < 5; i++) { // more often than the server has threads
                refused(
                        server.post("sean-a", utf8("0 1 2\n")),
                        400,
                        "unknown task \"sean-a\": did you mean \"seen-a\"?");
                refused(server.post("seen-a", utf8("0 1\n\n")), 400, "a blank text");
                refused(server.post("seen-a", new byte[] {'0', (byte) 0xE4}), 400, "the body is not UTF-8");
                refused(server.post("seen-a", new byte[(1 << 20) + 1]), 413, "the body has more than 1048576 bytes");
                refused(server.post("seen-a", utf8("0 1 2\n")), 500, "the model has no answer for task seen-a");
            }
            assertThat(server.post("seen-b", utf8("0 1 2\n")).statusCode()).isEqualTo(200);
        }
    }

    private static void refused(HttpResponse<String> response, int status, String start) {
        assertThat(response.body()).startsWith(start).endsWith("\n").hasLineCount(1);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The program {@code Serve}, which listens. */
    private record Server(Process process, HttpClient client, String address) implements AutoCloseable {

        static Server of(Process process) throws Exception {
            Matcher port = Pattern.compile("listening on (\\d+)")
                    .matcher(process.inputReader(StandardCharsets.UTF_8).readLine());
            assertThat(port.matches()).isTrue();
            return new Server(process, HttpClient.newHttpClient(), "http://localhost:" + port.group(1) + "/");
        }

        HttpResponse<String> post(String task, byte[] body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + task))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            client.close();
            process.destroy();
        }
    }
}
