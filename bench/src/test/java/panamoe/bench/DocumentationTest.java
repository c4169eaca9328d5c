package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that the pages quote is in the files, links lead to files and headings that exist, and diagrams name classes that exist. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..");

    /** A line with only a path between back quotes, followed by a block of Java. */
    private static final Pattern QUOTE =
            Pattern.compile("^`([^`\n]+)`\n```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    /** A link to a heading, of the same page if no file stands before it. */
    private static final Pattern ANCHOR = Pattern.compile("\\]\\(([^)#:]*)#([^)]+)\\)");

    private static final Pattern CODE_BLOCK = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    private static final Pattern DIAGRAM = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");

    /** A word that begins with a capital and is not an abbreviation such as GEMM. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w.-])[A-Z]\\w*[a-z]\\w*");

    private static final Set<String> FOREIGN_NAMES = Set.of(
            "Benchmark",
            "Broadcast",
            "LongAccumulator",
            "OpenBLAS",
            "ServiceLoader",
            "SparkListener",
            "TensorBoard",
            "WordNet");

    private static final int MAX_DEPTH_OF_SOURCES = 14;

    @Test
    void snippetsOfTheTourAreInTheSources() throws IOException {
        String tour = Files.readString(ROOT.resolve("docs/tour.md"));
        var quotes = QUOTE.matcher(tour).results().toList();
        assertThat(quotes).hasSizeGreaterThan(5);
        for (var quote : quotes) {
            Path source = ROOT.resolve(quote.group(1));
            assertThat(source).exists();
            assertThat(Files.readString(source)).as(quote.group(1)).contains(quote.group(2));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFiles(Path page) throws IOException {
        for (var link : LINK.matcher(Files.readString(page)).results().toList()) {
            assertThat(page.resolveSibling(link.group(1)))
                    .as("%s in %s", link.group(), page)
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anchorsLeadToHeadings(Path page) throws IOException {
        for (var link : ANCHOR.matcher(Files.readString(page)).results().toList()) {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            assertThat(anchors(target)).as("%s in %s", link.group(), page).contains(link.group(2));
        }
    }

    @Test
    void anAnchorIsTheHeadingInLowerCaseWithHyphens(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(
                folder.resolve("page.md"), "# The GPU, in `five` lines\n```sh\n# no heading\n```\n## b_c\n");
        assertThat(anchors(page)).containsExactly("the-gpu-in-five-lines", "b_c");
    }

    /** A diagram may also name a class of a library, a program or a product. */
    @ParameterizedTest
    @MethodSource("diagrams")
    void diagramsNameClassesThatExist(Path packageInfo) throws IOException {
        Set<String> known = Stream.concat(types().stream(), FOREIGN_NAMES.stream())
                .flatMap(name -> Stream.of(name, name + "s"))
                .collect(Collectors.toSet());
        List<String> named = DIAGRAM.matcher(Files.readString(packageInfo))
                .results()
                .flatMap(diagram -> NAME.matcher(diagram.group(1)).results())
                .map(MatchResult::group)
                .toList();

        assertThat(known).as("names in the diagram of %s", packageInfo).containsAll(named);
    }

    static List<Path> diagrams() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path source : sources()) {
            if (source.endsWith("package-info.java")
                    && DIAGRAM.matcher(Files.readString(source)).find()) {
                found.add(source);
            }
        }
        assertThat(found).hasSizeGreaterThan(30);
        return found;
    }

    /** The names of all classes, nested ones too. */
    private static Set<String> types() throws IOException {
        Set<String> types = new HashSet<>();
        for (Path source : sources()) {
            TYPE.matcher(Files.readString(source)).results().forEach(type -> types.add(type.group(1)));
        }
        return types;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT, MAX_DEPTH_OF_SOURCES)) {
            return all.filter(path -> path.toString().endsWith(".java")
                            && !path.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    /** The anchors that GitHub gives to the headings of a page. */
    private static List<String> anchors(Path page) throws IOException {
        String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages =
                    docs.filter(p -> p.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(
                    pages.stream(),
                    Stream.of("README.md", "CONTRIBUTING.md", "bench/README.md").map(ROOT::resolve));
        }
    }
}
