package panamoe.trainer.report;

import panamoe.trainer.product.folder.KeptTask;

/**
 * Shows how to use a model, with one of its tasks as the example.
 *
 * @param task the task; its name has only letters, digits and hyphens
 */
record ModelUse(KeptTask task) {

    /** The section of the card, as Markdown. */
    String text() {
        return """
                ```bash
                ./panamoe predict MODEL --task %s
                ./panamoe evaluate MODEL --data DIR
                ```

                MODEL is this folder, and DIR is the folder of the data (for the WordNet tasks, leave out `--data DIR`). `./panamoe predict --help` explains the input.

                ```java
                %s```

                Python: the weights of the encoder have Hugging Face's names for BERT. `docs/model.md` of Panamoe explains how to \
                load them.
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
