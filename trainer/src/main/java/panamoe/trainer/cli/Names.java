package panamoe.trainer.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.RunSettings.FewShotTrain;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.MalformedRows;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads names; an unknown one is refused with a list of those that exist. */
final class Names {

    private Names() {}

    private static <E> E find(String what, List<E> known, String name) {
        return known.stream()
                .filter(value -> label(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("unknown " + what + " '" + name + "': expected one of "
                        + known.stream().map(Names::label).collect(Collectors.joining(", "))));
    }

    private static String label(Object value) {
        return value.toString().toLowerCase(java.util.Locale.ROOT);
    }

    /** One of the protocols. */
    static final class ProtocolName implements ITypeConverter<String> {
        @Override
        public String convert(String name) {
            return find("protocol", Protocol.NAMES, name);
        }
    }

    /** One of the methods. */
    static final class MethodName implements ITypeConverter<Method> {
        @Override
        public Method convert(String name) {
            return find("method", Arrays.asList(Method.values()), name);
        }
    }

    /** The methods, for the text of the help. */
    static final class MethodNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Method.values()).map(Method::label).iterator();
        }
    }

    /** One of the presets. */
    static final class PresetName implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String name) {
            return find("preset", Arrays.asList(Preset.values()), name);
        }
    }

    /** dev or test: nothing is measured on train. */
    static final class SplitName implements ITypeConverter<Split> {
        @Override
        public Split convert(String name) {
            return find("split", List.of(Split.DEV, Split.TEST), name);
        }
    }

    /** What becomes of malformed rows. */
    static final class MalformedName implements ITypeConverter<MalformedRows.Mode> {
        @Override
        public MalformedRows.Mode convert(String name) {
            return find("mode", Arrays.asList(MalformedRows.Mode.values()), name);
        }
    }

    /** What few-shot learning trains. */
    static final class FewShotName implements ITypeConverter<FewShotTrain> {
        @Override
        public FewShotTrain convert(String name) {
            return find("part to train", Arrays.asList(FewShotTrain.values()), name);
        }
    }
}
