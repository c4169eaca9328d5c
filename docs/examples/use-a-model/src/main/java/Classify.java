import java.nio.file.Path;
import java.util.List;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.Prediction;

/** Answers texts in one task of a model: {@code Classify MODEL TASK TEXT...}. */
public class Classify {
    public static void main(String[] args) {
        List<String> texts = List.of(args).subList(2, args.length);
        try (MultiTaskClassifier model = MultiTaskClassifier.load(Path.of(args[0]))) {
            for (Prediction answer : model.predict(args[1], texts)) {
                switch (answer) {
                    case Prediction.Label label -> System.out.printf("%s (%.2f)%n", label.label(), label.probability());
                    case Prediction.Score score -> System.out.printf("%.2f%n", score.score());
                }
            }
        }
    }
}
