package panamoe.bench.gpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a step took on the device, by TornadoVM's own profiler.
 *
 * @param kernels the longest first
 * @param graphs task graphs of the step
 * @param copyInMs milliseconds of what is sent to the device
 * @param copyInBytes what is sent to the device
 */
record DeviceProfile(List<KernelTime> kernels, int graphs, double copyInMs, long copyInBytes) {

    /**
     * A kernel's launches in a step.
     *
     * @param name of the kernel
     * @param launches how many
     * @param ms milliseconds of all of them
     */
    record KernelTime(String name, int launches, double ms) {}

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // TornadoVM leaves a comma behind the last member
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    /** {@code plan3_0} is the first graph of plan 3, {@code plan3_0.t17_gelu} its task 17. */
    private static final String PLAN_END = "_";

    DeviceProfile {
        kernels = List.copyOf(kernels);
    }

    /**
     * Reads what {@code -Dtornado.profiler.dump.dir} wrote.
     *
     * @param steps the last so many executions of the plan with the most launches count; all times are their means
     * @throws IllegalArgumentException if the file has fewer
     */
    static DeviceProfile read(Path file, int steps) {
        Map<String, List<JsonNode>> executions = executions(file);
        Map<String, Integer> launches = new LinkedHashMap<>();
        executions.forEach((graph, times) -> launches.merge(
                plan(graph), times.size() * tasks(times.getLast()).size(), Integer::sum));
        String step = launches.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalArgumentException(file + " tells of no task: expected a profile"));
        Map<String, double[]> kernels = new LinkedHashMap<>();
        double copyIn = 0;
        double bytes = 0;
        int graphs = 0;
        for (Map.Entry<String, List<JsonNode>> graph : executions.entrySet()) {
            if (plan(graph.getKey()).equals(step)) {
                graphs++;
                for (JsonNode execution : lastOf(graph.getValue(), steps, file)) {
                    copyIn += nanos(execution, "COPY_IN_TIME") * 1e-6 / steps;
                    bytes += nanos(execution, "TOTAL_COPY_IN_SIZE_BYTES") / steps;
                    tasks(execution).forEach((task, times) -> {
                        double[] sum = kernels.computeIfAbsent(kernel(task), any -> new double[2]);
                        sum[0] += 1.0 / steps;
                        sum[1] += nanos(times, "TASK_KERNEL_TIME") * 1e-6 / steps;
                    });
                }
            }
        }
        List<KernelTime> sorted = kernels.entrySet().stream()
                .map(e -> new KernelTime(e.getKey(), (int) Math.round(e.getValue()[0]), e.getValue()[1]))
                .sorted(Comparator.comparingDouble(KernelTime::ms).reversed())
                .toList();
        return new DeviceProfile(sorted, graphs, copyIn, Math.round(bytes));
    }

    /** By graph, in the order of time; reads of single arrays are left out. */
    private static Map<String, List<JsonNode>> executions(Path file) {
        Map<String, List<JsonNode>> executions = new LinkedHashMap<>();
        try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (values.hasNext()) {
                for (Map.Entry<String, JsonNode> graph : values.next().properties()) {
                    if (!tasks(graph.getValue()).isEmpty()) {
                        executions
                                .computeIfAbsent(graph.getKey(), any -> new ArrayList<>())
                                .add(graph.getValue());
                    }
                }
            }
        }
        return executions;
    }

    private static Map<String, JsonNode> tasks(JsonNode execution) {
        return execution.properties().stream()
                .filter(member -> member.getValue().isObject())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<JsonNode> lastOf(List<JsonNode> executions, int steps, Path file) {
        if (executions.size() < steps) {
            throw new IllegalArgumentException(
                    file + " tells of " + executions.size() + " executions of a step: expected " + steps);
        }
        return executions.subList(executions.size() - steps, executions.size());
    }

    private static double nanos(JsonNode times, String name) {
        return Double.parseDouble(times.path(name).asString("0"));
    }

    private static String plan(String graph) {
        return graph.substring(0, graph.lastIndexOf(PLAN_END));
    }

    private static String kernel(String task) {
        return task.substring(task.lastIndexOf(PLAN_END) + 1);
    }

    /** Milliseconds of all kernels. */
    double kernelMs() {
        return kernels.stream().mapToDouble(KernelTime::ms).sum();
    }

    /** Launches of all kernels. */
    int launches() {
        return kernels.stream().mapToInt(KernelTime::launches).sum();
    }
}
