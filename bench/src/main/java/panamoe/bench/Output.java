package panamoe.bench;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the cases of a command, one line each, as text or as a JSON object. */
public final class Output {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print one JSON object per line instead of text.")
    private boolean json;

    /** An object with a name under its first key, {@code "case"}. */
    public static ObjectNode row(String name) {
        return JSON.createObjectNode().put("case", name);
    }

    /** Writes a line and flushes it: the text, or with {@code --json} the object. */
    public void line(ObjectNode row, String format, Object... values) {
        text(json ? row.toString() : String.format(Locale.ROOT, format, values));
    }

    /** Writes a line that explains others, in text only. */
    public void heading(String line) {
        if (!json) {
            text(line);
        }
    }

    private void text(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
