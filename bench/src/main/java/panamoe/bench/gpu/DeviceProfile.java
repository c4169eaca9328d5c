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
 * The times of a training step on a device, from TornadoVM's profiler.
 *
 * @param kernels the kernels, the one with the longest time first
 * @param graphs number of task graphs of the step
 * @param copyInMs milliseconds of copies to the device
 * @param copyInBytes bytes that are copied to the device
 */
record DeviceProfile(List<KernelTime> kernels, int graphs, double copyInMs, long copyInBytes) {

    /**
     * The launches of a kernel in a step.
     *
     * @param name the name of the kernel
     * @param launches the number of launches
     * @param ms milliseconds of all launches
     */
    record KernelTime(String name, int launches, double ms) {}

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // TornadoVM writes a comma after the last member
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    /** The end of a plan's name: {@code plan3_0} is the first graph of plan 3, and {@code plan3_0.t17_gelu} is its task 17. */
    private static final String PLAN_END = "_";

    DeviceProfile {
        kernels = List.copyOf(kernels);
    }

    /**
     * Reads the file of {@code -Dtornado.profiler.dump.dir}. The plan with the most launches is taken for the training step.
     *
     * @param steps the number of executions that count, from the end of the file; all times are their means
     * @throws IllegalArgumentException if the file has fewer executions or no tasks
     */
    static DeviceProfile read(Path file, int steps) {
        Map<String, List<JsonNode>> executions = executions(file);
        Map<String, Integer> launches = new LinkedHashMap<>();
        executions.forEach((graph, times) -> launches.merge(
                plan(graph), times.size() * tasks(times.getLast()).size(), Integer::sum));
        String step = launches.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalArgumentException(file + " has no task: expected a profile"));
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

    /** The executions by graph, in the order of time, without those that only read arrays. */
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
                    file + " has " + executions.size() + " executions of a step: expected " + steps);
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
