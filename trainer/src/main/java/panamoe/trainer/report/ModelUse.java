package panamoe.trainer.report;

import panamoe.trainer.product.folder.KeptTask;

/**
 * How a model is used, with one of its tasks as the example.
 *
 * @param task its name is no more than letters, digits and hyphens
 */
record ModelUse(KeptTask task) {

    /** Markdown. */
    String text() {
        return """
                ```bash
                ./panamoe predict MODEL --task %s
                ./panamoe evaluate MODEL --data DIR
                ```

                MODEL is this folder, DIR that of the data (of tasks from WordNet, leave `--data DIR` out); `./panamoe predict --help` tells how texts are given.

                ```java
                %s```

                Python: `docs/model.md` of Panamoe tells how the weights, which are a BERT encoder's under Hugging Face's names, are \
                read there.
                """.formatted(task.name(), java());
    }

    /** Statements that compile with the imports of {@code panamoe.trainer.product}, {@code java.nio.file} and {@code java.util}. */
    String java() {
        String inputs = task.kind().isPair()
                ? "predictInputs(\"%s\", List.of(new TextInput(\"A text.\", \"Another text.\")))"
                : "predict(\"%s\", List.of(\"A text.\"))";
        String print = task.range().isEmpty() ? """
                      if (answer instanceof Prediction.Label label) {
                          System.out.println(label.label() + " " + label.probability());
                      }
                  """ : """
                      if (answer instanceof Prediction.Score score) {
                          System.out.println(score.score());
                      }
                  """;
        return """
                try (var model = MultiTaskClassifier.load(Path.of("MODEL"))) {
                    Prediction answer = model.%s.getFirst();
                %s}
                """.formatted(inputs.formatted(task.name()), print.indent(0));
    }
}
