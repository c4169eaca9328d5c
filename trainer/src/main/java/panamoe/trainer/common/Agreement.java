package panamoe.trainer.common;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * Work that may fail in some processes of a group: then it fails in all of them, so that none waits for another. A group of one process
 * fails as usual.
 */
public final class Agreement {

    private Agreement() {}

    /** Work with a result. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Does the work. */
        T run() throws IOException;
    }

    /** The end of work that failed in the process that throws this with a cause, or in another process. */
    public static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Failed(@Nullable Throwable cause) {
            super(cause == null ? "another process failed" : cause.toString(), cause);
        }

        /** The same end, with another cause in the process that has one. */
        public Failed with(Function<Throwable, ? extends Throwable> other) {
            return new Failed(getCause() == null ? null : other.apply(getCause()));
        }
    }

    /**
     * Each process does the work.
     *
     * @return this process's result
     * @throws Failed if any process fails; the failing process of the lowest rank has the cause
     */
    public static <T extends @Nullable Object> T all(ProcessGroup group, Work<T> work) throws IOException {
        if (group.isSingle()) {
            return work.run();
        }
        @Nullable Throwable failure = null;
        @Nullable T result = null;
        try {
            result = work.run();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        List<String> failed = group.gather(failure == null ? "" : "failed");
        int first = IntStream.range(0, group.size())
                .filter(rank -> !failed.get(rank).isEmpty())
                .findFirst()
                .orElse(-1);
        if (first >= 0) {
            throw new Failed(first == group.rank() ? failure : null);
        }
        return uncheckedResult(result);
    }

    @SuppressWarnings("NullAway") // the result is that of the work, which succeeded
    private static <T extends @Nullable Object> T uncheckedResult(@Nullable T result) {
        return result;
    }

    /**
     * The first process does the work; the others wait for it.
     *
     * @throws Failed if it fails, in all processes
     */
    public static void first(ProcessGroup group, Work<?> work) throws IOException {
        all(group, () -> group.isFirst() ? work.run() : null);
    }

    /**
     * Checks that all processes have the same text.
     *
     * @param what the text is
     * @throws Failed in all processes, with a {@link UserError} as the cause, if they do not
     */
    public static void same(ProcessGroup group, String what, String own) throws IOException {
        List<String> texts = group.gather(own);
        all(group, () -> {
            for (int rank = 0; rank < texts.size(); rank++) {
                if (!Objects.equals(texts.get(rank), texts.getFirst())) {
                    throw new UserError("process " + rank + " has other " + what + " than process 0: "
                            + difference(texts.get(rank), texts.getFirst()));
                }
            }
            return null;
        });
    }

    /** The first line in which two texts differ. */
    private static String difference(String text, String other) {
        List<String> lines = text.lines().toList();
        List<String> others = other.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
            if (!lines.get(i).equals(others.get(i))) {
                return MessageText.quoted(lines.get(i).strip()) + " and "
                        + MessageText.quoted(others.get(i).strip());
            }
        }
        return "one has more lines";
    }
}
