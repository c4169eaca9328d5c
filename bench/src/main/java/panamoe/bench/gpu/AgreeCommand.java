package panamoe.bench.gpu;

import java.util.concurrent.Callable;
import panamoe.bench.Output;
import panamoe.bench.RunOptions;
import panamoe.bench.StepOptions;
import panamoe.bench.step.StepRun;
import panamoe.tensor.Backends;
import panamoe.tensor.Check;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code panamoe bench agree}: compares the losses of training steps on a device with those of the CPU. */
@Command(
        name = "agree",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the losses of training steps on a device and the CPU.",
            "Both start from the same weights. --backend is the backend of the device, by default tornado. The exit code is 1"
                    + " if a loss differs by more than --tolerance."
        })
public final class AgreeCommand implements Callable<Integer> {

    @Option(names = "--steps", defaultValue = "10", description = "Training steps (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--tolerance",
            defaultValue = "1e-4",
            description =
                    "The largest allowed difference of a loss (default: ${DEFAULT-VALUE}); the order of summation differs.")
    private double tolerance;

    @Mixin
    private RunOptions on = new RunOptions("tornado");

    @Mixin
    private StepOptions step;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        Check.that(
                tolerance > 0 && Double.isFinite(tolerance),
                "--tolerance " + tolerance + ": expected above 0 and finite");
        try (StepRun device = new StepRun(on.create(step.threads()), step.sizes());
                StepRun cpu = new StepRun(Backends.create("auto", step.threads()), step.sizes())) {
            String name = device.backend().name();
            Check.that(
                    !name.equals(cpu.backend().name()),
                    "--backend " + name
                            + ": is the backend of the CPU, with which it is compared; expected another one, such as tornado");
            double[] expected = cpu.losses(steps);
            return print(device.backend().deviceName().orElse(name), device.losses(steps), expected) ? 0 : 1;
        }
    }

    private boolean print(String where, double[] losses, double[] expected) {
        double largest = 0;
        ObjectNode row = Output.row("agree");
        for (int i = 0; i < steps; i++) {
            double difference = Math.abs(losses[i] - expected[i]);
            largest = Math.max(largest, difference); // keeps NaN
            row.withArray("losses").add(losses[i]);
            row.withArray("cpu_losses").add(expected[i]);
        }
        boolean agreed = largest <= tolerance;
        output.line(
                row.put("on", where).put("largest_difference", largest).put("agreed", agreed),
                "loss after %d steps %.6f on %s, %.6f on the CPU; largest difference of the steps %.1e: %s",
                steps,
                losses[steps - 1],
                where,
                expected[steps - 1],
                largest,
                agreed ? "equal" : "DIFFERENT");
        return agreed;
    }
}
