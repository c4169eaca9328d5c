import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.NotFinite;
import panamoe.trainer.product.Prediction;

/** Serves a model: {@code Serve MODEL PORT}, then {@code curl --data-binary @texts.txt localhost:PORT/TASK}. */
public class Serve {
    private static final int MOST_BYTES = 1 << 20;

    private record Answer(int status, String text) {}

    public static void main(String[] args) throws IOException {
        MultiTaskClassifier model = MultiTaskClassifier.load(Path.of(args[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", Integer.parseInt(args[1])), 0);
        server.createContext("/", exchange -> respond(exchange, answer(model, exchange)));
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static Answer answer(MultiTaskClassifier model, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            // A client reads no answer before it has sent all.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            return new Answer(413, "the body has more than " + MOST_BYTES + " bytes: send the texts in parts\n");
        }
        try {
            String task = exchange.getRequestURI().getPath().substring(1);
            List<String> texts = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString()
                    .lines()
                    .toList();
            return new Answer(
                    200,
                    model.predict(task, texts).stream().map(Serve::line).collect(Collectors.joining()));
        } catch (CharacterCodingException e) {
            return new Answer(400, "the body is not UTF-8: expected a text per line\n");
        } catch (IllegalArgumentException e) { // no such task, or a text that it cannot answer
            return new Answer(400, e.getMessage() + "\n");
        } catch (NotFinite e) {
            return new Answer(500, e.getMessage() + "\n");
        } catch (RuntimeException | Error e) { // else the client would wait for an answer
            e.printStackTrace();
            return new Answer(500, "a fault of the server, which its output tells\n");
        }
    }

    private static String line(Prediction answer) {
        return switch (answer) {
            case Prediction.Label label -> label.label() + "\t" + label.probability() + "\n";
            case Prediction.Score score -> score.score() + "\n";
        };
    }

    private static void respond(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/tab-separated-values; charset=utf-8");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
