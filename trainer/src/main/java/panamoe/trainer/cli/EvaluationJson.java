package panamoe.trainer.cli;

import java.nio.file.Path;
import java.util.List;
import panamoe.trainer.product.evaluation.TaskEvaluation;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Split;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The evaluations of a model's tasks as a JSON object. */
final class EvaluationJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private EvaluationJson() {}

    static String of(Path model, String data, Split split, List<TaskEvaluation> tasks) {
        ObjectNode object = MAPPER.createObjectNode();
        object.put("model", model.toString()).put("data", data).put("split", split.toString());
        ArrayNode list = object.putArray("tasks");
        tasks.forEach(task -> put(list.addObject(), task));
        return MAPPER.writeValueAsString(object) + "\n";
    }

    private static void put(ObjectNode object, TaskEvaluation evaluation) {
        object.put("task", evaluation.task().name());
        object.put("kind", evaluation.task().kind().toString());
        object.put("examples", evaluation.examples());
        ObjectNode metrics = object.putObject("metrics");
        evaluation.metrics().forEach(metrics::put);
        object.put("baseline", evaluation.baseline());
        if (evaluation.answers() != null) {
            putLabels(object, evaluation.task().labels(), evaluation.answers());
        }
    }

    private static void putLabels(ObjectNode object, List<String> names, Confusion answers) {
        ArrayNode labels = object.putArray("labels");
        for (int label = 0; label < names.size(); label++) {
            labels.addObject()
                    .put("label", names.get(label))
                    .put("precision", answers.precision(label))
                    .put("recall", answers.recall(label))
                    .put("f1", answers.f1(label))
                    .put("count", answers.expected(label));
        }
        object.putPOJO("confusion", answers.rows());
    }
}
