package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the code in the pages is in the sources, and that their links lead to files. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..");

    /** A line with only a path between back quotes, followed by a block of Java. */
    private static final Pattern QUOTE =
            Pattern.compile("^`([^`\n]+)`\n```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

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

    static Stream<Path> pages() throws IOException {
        Stream<Path> pages;
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            pages = docs.filter(p -> p.toString().endsWith(".md")).toList().stream();
        }
        return Stream.concat(
                pages,
                Stream.of(ROOT.resolve("README.md"), ROOT.resolve("bench/README.md"))
                        .filter(Files::exists));
    }
}
