package panamoe.trainer.product.lines;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.folder.KeptTask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Formats an answer as a JSON object.
 *
 * @param top the largest number of labels in the list of labels; 0 for no list
 */
record JsonAnswers(int top) implements AnswerFormat {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @Override
    public String line(KeptTask task, @Nullable JsonNode id, TextInput input, Prediction answer) {
        ObjectNode object = MAPPER.createObjectNode();
        if (id != null) {
            object.set("id", id);
        }
        object.put("text", input.text());
        if (input.pair() != null) {
            object.put("pair", input.pair());
        }
        object.put("task", task.name());
        switch (answer) {
            case Prediction.Label label -> put(object, label);
            case Prediction.Score score -> object.put("score", score.score());
        }
        return MAPPER.writeValueAsString(object);
    }

    private void put(ObjectNode object, Prediction.Label answer) {
        object.put("label", answer.label()).put("probability", answer.probability());
        if (top > 0) {
            ArrayNode labels = object.putArray("labels");
            answer.candidates()
                    .take(top)
                    .forEach(each ->
                            labels.addObject().put("label", each.label()).put("probability", each.probability()));
        }
    }
}
