package panamoe.trainer.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;
import panamoe.trainer.common.NameLookup;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.product.lines.InputFormat;
import panamoe.trainer.product.lines.OutputFormat;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.MalformedRows;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the names on the command line; the refusal of an unknown name lists the known ones. */
final class Names {

    private Names() {}

    /** Converts a name by a lookup that refuses unknown names. */
    private abstract static class Named<T> implements ITypeConverter<T> {
        private final Function<String, T> find;

        Named(Function<String, T> find) {
            this.find = find;
        }

        @Override
        public final T convert(String name) {
            try {
                return find.apply(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** The name of a protocol. */
    static final class ProtocolName extends Named<String> {
        ProtocolName() {
            super(name -> Protocols.named(name).name());
        }
    }

    /** The protocols, for the text of the help. */
    static final class ProtocolNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Protocols.names().iterator();
        }
    }

    /** The built-in methods that train one model for all tasks, for the text of the help. */
    static final class OneModelMethodNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Method.BUILT_IN
                    .reject(Method::separatesTasks)
                    .collect(Method::name)
                    .iterator();
        }
    }

    /** The built-in methods, for the text of the help. */
    static final class MethodNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Method.BUILT_IN.collect(Method::name).iterator();
        }
    }

    /** One of the presets. */
    static final class PresetName extends Named<Preset> {
        PresetName() {
            super(Preset::named);
        }
    }

    /** dev or test: nothing is measured on train. */
    static final class SplitName extends Named<Split> {
        SplitName() {
            super(name -> NameLookup.find("split", new Split[] {Split.DEV, Split.TEST}, Split::toString, name));
        }
    }

    /** A part of a model to train. */
    static final class TrainedPartName extends Named<TrainedPart> {
        TrainedPartName() {
            super(name -> NameLookup.find("part", TrainedPart.values(), TrainedPart::toString, name));
        }
    }

    /** The format of the input of predictions. */
    static final class InputFormatName extends Named<InputFormat> {
        InputFormatName() {
            super(name -> NameLookup.find("format", InputFormat.values(), InputFormat::toString, name));
        }
    }

    /** The format of predictions. */
    static final class OutputFormatName extends Named<OutputFormat> {
        OutputFormatName() {
            super(name -> NameLookup.find("format", OutputFormat.values(), OutputFormat::toString, name));
        }
    }

    /** One of the ways to treat malformed rows. */
    static final class MalformedName extends Named<MalformedRows.Mode> {
        MalformedName() {
            super(name -> NameLookup.find(
                    "mode", MalformedRows.Mode.values(), mode -> mode.name().toLowerCase(Locale.ROOT), name));
        }
    }
}
