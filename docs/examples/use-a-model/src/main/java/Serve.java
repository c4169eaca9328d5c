import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.Prediction;

/** Serves a model: {@code Serve MODEL PORT}, then {@code curl --data-binary @texts.txt localhost:PORT/TASK}. */
public class Serve {
    public static void main(String[] args) throws IOException {
        MultiTaskClassifier model = MultiTaskClassifier.load(Path.of(args[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", Integer.parseInt(args[1])), 0);
        server.createContext("/", exchange -> answer(model, exchange));
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static void answer(MultiTaskClassifier model, HttpExchange exchange) throws IOException {
        String task = exchange.getRequestURI().getPath().substring(1);
        List<String> texts = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        try {
            respond(exchange, 200, model.predict(task, texts).stream().map(Serve::line).collect(Collectors.joining()));
        } catch (IllegalArgumentException e) { // no such task, or a text that it cannot answer
            respond(exchange, 400, e.getMessage() + "\n");
        }
    }

    private static String line(Prediction answer) {
        return switch (answer) {
            case Prediction.Label label -> label.label() + "\t" + label.probability() + "\n";
            case Prediction.Score score -> score.score() + "\n";
        };
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/tab-separated-values; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
