package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Rng;

/**
 * Damages files that commands read. Each command must end within ten seconds, with exit code 0, 1 or 2 and at most one line of failure.
 * A build makes 200 tries, or as many as {@code -Dpanamoe.mutations=10000} says; {@code -Dpanamoe.mutation.seed} makes others.
 */
class MutationTest {

    private static final int TRIES = Integer.getInteger("panamoe.mutations", 200);
    private static final long SEED = Long.getLong("panamoe.mutation.seed", 20261127);
    private static final int SECONDS = 10;

    @TempDir
    private Path temporary;

    static CommandRun run(List<String> command) {
        return CommandRun.of(Main.commandLine(), command);
    }

    @Test
    void everyMutationEndsInOneLineAtMost() throws Exception {
        System.out.println("mutations: " + TRIES + " with seed " + SEED);
        List<MutationSubjects.Subject> subjects =
                MutationSubjects.make(Files.createDirectory(temporary.resolve("home")));
        Map<String, Map<Integer, Integer>> counts = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread own = new Thread(task, "mutation");
            own.setDaemon(true);
            return own;
        })) {
            for (int i = 0; i < TRIES; i++) {
                MutationSubjects.Subject subject = subjects.get(i % subjects.size());
                Try each = prepared(subject, i);
                String problem;
                try {
                    CommandRun outcome =
                            thread.submit(() -> run(each.command())).get(SECONDS, TimeUnit.SECONDS);
                    counts.computeIfAbsent(subject.name(), name -> new LinkedHashMap<>())
                            .merge(outcome.exitCode(), 1, Integer::sum);
                    problem = problem(outcome);
                } catch (TimeoutException e) {
                    throw new AssertionError("mutation " + i + " of seed " + SEED + " takes too long: " + each, e);
                }
                if (!problem.isEmpty()) {
                    faults.add("mutation " + i + ": " + each + ": " + problem);
                }
                delete(temporary.resolve("try"));
            }
        }
        System.out.println("mutations, by exit code: " + counts);
        assertThat(faults).as(String.join("\n\n", faults)).isEmpty();
    }

    /** A link to an endless device stands for a pipe too, which may never end. */
    @Test
    void aFileWithoutAnEndIsRefused() throws Exception {
        Path endless = Path.of("/dev/zero");
        assumeThat(endless).exists();
        List<String> faults = new ArrayList<>();
        for (MutationSubjects.Subject subject :
                MutationSubjects.make(Files.createDirectory(temporary.resolve("home")))) {
            for (Path file : files(subject.folder())) {
                for (List<String> command : subject.commands()) {
                    Path folder = temporary.resolve("try").resolve("it");
                    copy(subject.folder(), folder);
                    Path replaced = folder.resolve(subject.folder().relativize(file));
                    Files.delete(replaced);
                    Files.createSymbolicLink(replaced, endless);
                    CommandRun outcome = assertTimeoutPreemptively(
                            Duration.ofSeconds(SECONDS), () -> run(words(command, folder)), replaced::toString);
                    String problem = problem(outcome);
                    if (!problem.isEmpty()) {
                        faults.add(replaced + ": " + command + ": " + problem);
                    }
                    delete(temporary.resolve("try"));
                }
            }
        }
        assertThat(faults).as(String.join("\n\n", faults)).isEmpty();
    }

    /** A damaged file, and the command that reads it. */
    private record Try(Mutation mutation, Path file, List<String> command) {}

    private Try prepared(MutationSubjects.Subject subject, int number) throws IOException {
        Rng rng = new Rng(SEED).derive(number);
        Path folder = temporary.resolve("try").resolve("it");
        copy(subject.folder(), folder);
        List<Path> files = files(folder);
        Path file = files.get(rng.below(files.size(), 0, 10));
        Mutation mutation = Mutation.values()[rng.below(Mutation.values().length, 0, 11)];
        Files.write(file, mutation.of(Files.readAllBytes(file), rng));
        if (subject.signed() && rng.below(4, 0, 12) > 0) {
            MutationSubjects.sign(folder);
        }
        List<String> command =
                words(subject.commands().get(rng.below(subject.commands().size(), 0, 13)), folder);
        return new Try(mutation, file, command);
    }

    private List<String> words(List<String> command, Path folder) {
        return command.stream()
                .map(word -> word.replace("FOLDER", folder.toString())
                        .replace("NEW", temporary.resolve("try").resolve("new").toString()))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The fault in how a command ended; empty if there is none. */
    private static String problem(CommandRun outcome) {
        List<String> own = outcome.err()
                .lines()
                .filter(line -> line.startsWith("panamoe: ") && !line.startsWith("panamoe: warning: "))
                .filter(line -> !line.startsWith("panamoe: encoder ") && !line.contains(" not taken: "))
                .filter(line -> !line.startsWith("panamoe: left out ") && !line.contains(": runs.jsonl: damaged "))
                .toList();
        if (outcome.exitCode() < 0 || outcome.exitCode() > 2) {
            return "exit code " + outcome.exitCode() + ", " + outcome.err();
        }
        if (outcome.err().lines().anyMatch(line -> line.startsWith("\tat ") || line.contains("Exception"))) {
            return "a trace: " + outcome.err();
        }
        if (outcome.exitCode() != 0 && own.size() != 1) {
            return own.size() + " lines: " + outcome.err();
        }
        return "";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }
}
