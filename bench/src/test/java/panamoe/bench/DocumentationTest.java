package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that the pages quote is in the files, and links lead to files and headings that exist. */
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
