package panamoe.trainer.tasks.files;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.TaskEntry.Origin;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Reads the origin of each split of a task. */
final class SplitReader {

    private static final double DEV_SHARE = 0.1;
    private static final double TEST_SHARE = 0.2;

    private SplitReader() {}

    /**
     * The origin of each split: the one in the key {@code split}; without it, the part of the same name if no other split uses it;
     * without that, a draw from train.
     */
    static Map<Split, Origin> read(Section entry, Map<Split, ImmutableList<Source>> files) {
        Map<Split, Origin> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, new Origin.Part(Split.TRAIN));
        entry.find("split")
                .ifPresent(section -> section.withKeys(List.of("dev", "test"))
                        .map()
                        .forEach((split, origin) ->
                                splits.put(Split.valueOf(split.toUpperCase(Locale.ROOT)), origin(origin, files))));
        for (Split split : List.of(Split.TEST, Split.DEV)) {
            boolean taken = splits.containsValue(new Origin.Part(split));
            Origin own = files.containsKey(split) && !taken
                    ? new Origin.Part(split)
                    : new Origin.Draw(split == Split.TEST ? TEST_SHARE : DEV_SHARE);
            Origin origin = splits.computeIfAbsent(split, missing -> own);
            if (origin instanceof Origin.Part(Split part)
                    && Lookup.in(files, part).anySatisfy(source -> !source.labelled())) {
                throw entry.refuse("split: " + split + " would be taken from the unlabelled files of " + part
                        + ": set \"split: {" + split + ": ...}\"");
            }
        }
        files.forEach((part, sources) -> {
            boolean labelled = sources.allSatisfy(Source::labelled);
            if (labelled && !splits.containsValue(new Origin.Part(part))) {
                throw entry.refuse("split: no split would use files." + part
                        + ": leave these files out, or set split: {" + part + ": " + part + "}");
            }
        });
        double drawn = splits.values().stream()
                .mapToDouble(origin -> origin instanceof Origin.Draw(double share) ? share : 0)
                .sum();
        if (drawn >= 1) {
            throw entry.refuse(
                    "split: shares of " + drawn + " in all: expected less than 1, since train takes the rest");
        }
        List<Origin> parts =
                splits.values().stream().filter(Origin.Part.class::isInstance).toList();
        if (parts.stream().distinct().count() < parts.size()) {
            throw entry.refuse("split: two splits come from the same files");
        }
        return splits;
    }

    private static Origin origin(Section section, Map<Split, ImmutableList<Source>> files) {
        if (section.isNumber()) {
            double share = section.number();
            if (!(share > 0 && share < 1)) {
                throw section.refuse("a share of " + share + ": expected more than 0 and less than 1");
            }
            return new Origin.Draw(share);
        }
        Split part = Arrays.stream(Split.values())
                .filter(each -> each.toString().equals(section.text()))
                .findFirst()
                .orElseThrow(() -> section.refuse(MessageText.quoted(section.text())
                        + ": expected one of train, dev, test, or a share of the training rows such as 0.1"));
        if (!files.containsKey(part)) {
            throw section.refuse("no files of part \"" + part + "\"");
        }
        return new Origin.Part(part);
    }
}
