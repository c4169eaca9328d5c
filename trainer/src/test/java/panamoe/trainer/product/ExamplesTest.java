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
        Process process = start("Serve", model.toString(), "0");
        try (var reader = process.inputReader(StandardCharsets.UTF_8);
                HttpClient client = HttpClient.newHttpClient()) {
            Matcher port = Pattern.compile("listening on (\\d+)").matcher(reader.readLine());
            assertThat(port.matches()).isTrue();
            String address = "http://localhost:" + port.group(1) + "/";

            HttpResponse<String> answer = post(client, address + "seen-a", "0 1 2\n1 5\n");
            HttpResponse<String> refused = post(client, address + "sean-a", "0 1 2\n");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).matches("label[01]\\t[01]\\.\\d+"));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).startsWith("unknown task \"sean-a\": did you mean \"seen-a\"?");
        } finally {
            process.destroy();
        }
    }

    private static HttpResponse<String> post(HttpClient client, String address, String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
