package panamoe.trainer.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;

/** The details of the methods that have a score, in their order. */
record Scores<D extends Details>(Map<String, D> byMethod) {

    static <D extends Details> Scores<D> of(ProtocolResult<D> result) {
        Map<String, D> byMethod = new LinkedHashMap<>();
        result.methods().forEach((method, outcome) -> {
            if (outcome instanceof MethodResult.Scored<D> scored) {
                byMethod.put(method, scored.details());
            }
        });
        return new Scores<>(byMethod);
    }

    Stream<D> all() {
        return byMethod.values().stream();
    }

    List<String> methods() {
        return List.copyOf(byMethod.keySet());
    }

    List<Look> looks() {
        return methods().stream().map(Look::ofMethod).toList();
    }

    void forEach(BiConsumer<String, D> action) {
        byMethod.forEach(action);
    }
}
