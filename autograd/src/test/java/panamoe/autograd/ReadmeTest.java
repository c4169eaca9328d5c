package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README's section "Fifteen lines" compiles, runs and learns. */
class ReadmeTest {

    @TempDir
    private Path directory;

    @Test
    void theFifteenLinesLearnTheTwoSpirals() throws Exception {
        String program = program();
        compile(program);
        String printed = run();

        assertThat(lines(program)).as("lines of main without closing braces").hasSize(15);
        List<Double> losses = Pattern.compile("loss (\\S+)")
                .matcher(printed)
                .results()
                .map(m -> Double.parseDouble(m.group(1)))
                .toList();
        assertThat(losses).as(printed).hasSize(11);
        // for two classes, the loss starts near ln 2 = 0.69; a network that has not learned the spirals stays above 0.5
        assertThat(losses.getFirst()).isBetween(0.5, 1.0);
        assertThat(losses.getLast()).isLessThan(0.05);
    }

    private static String program() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        Matcher section = Pattern.compile("## Fifteen lines\n.*?```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme);
        assertThat(section.find())
                .as("README.md has a section 'Fifteen lines' with a java block")
                .isTrue();
        return section.group(1);
    }

    /** The lines of main, without those that only close a block. */
    private static List<String> lines(String program) {
        return program.lines()
                .dropWhile(line -> !line.contains("void main"))
                .skip(1)
                .filter(line -> !line.isBlank() && !line.strip().equals("}"))
                .toList();
    }

    private void compile(String program) throws Exception {
        Path source = Files.writeString(directory.resolve("TwoSpirals.java"), program);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler).as("tests run on a JDK").isNotNull();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", directory.toString(), "--release", "21", "-cp", System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    /** Runs main; returns its output. */
    private String run() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            loader.loadClass("TwoSpirals").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
