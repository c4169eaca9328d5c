package panamoe.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of one command line.
 *
 * @param code exit code
 * @param lines the lines of standard output
 * @param errors the lines of standard error
 */
public record CommandRun(int code, List<String> lines, List<String> errors) {

    /** Runs a command in this JVM. Arguments are split at spaces. */
    public static CommandRun of(String... arguments) {
        return ofWords(String.join(" ", arguments).split(" "));
    }

    /** Runs a command in this JVM with arguments that may have spaces or be empty. */
    public static CommandRun ofWords(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new CommandRun(
                code, out.toString().lines().toList(), err.toString().lines().toList());
    }

    /** The lines as JSON. */
    public List<JsonNode> json() {
        return lines.stream().map(JsonMapper.shared()::readTree).toList();
    }
}
