package dev.amioperator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.MarkdownPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links from page to page lead somewhere, and the index of the documentation has every page. */
class DocumentationLinksTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path INDEX = DOCS.resolve("README.md");

  @Test
  void everyLinkLeadsToFileAndHeading() {
    List<MarkdownPage> pages = MarkdownPage.all();

    assertThat(pages).hasSizeGreaterThan(30);
    assertThat(pages.stream().flatMap(DocumentationLinksTest::brokenLinks)).isEmpty();
  }

  @Test
  void indexHasEveryPage() {
    Set<Path> indexed =
        MarkdownPage.read(INDEX).links().stream()
            .filter(link -> !link.contains("://"))
            .map(link -> DOCS.resolve(link.replaceFirst("#.*", "")).normalize())
            .collect(Collectors.toSet());

    assertThat(
            MarkdownPage.all().stream()
                .map(MarkdownPage::path)
                .filter(path -> path.startsWith(DOCS) && !path.equals(INDEX))
                .filter(path -> !indexed.contains(path)))
        .as("pages that docs/README.md does not list")
        .isEmpty();
  }

  @Test
  void numbersAnchorsOfEqualHeadings() {
    MarkdownPage page =
        new MarkdownPage(
            Path.of("page.md"), "# `Denied`: a *call*\n\n## Why\n\n## Why\n\n## spec.a[]\n");

    assertThat(page.anchors()).containsExactlyInAnyOrder("denied-a-call", "why", "why-1", "speca");
  }

  private static Stream<String> brokenLinks(MarkdownPage page) {
    return page.links().stream()
        .filter(link -> !link.matches("[a-z]+:.*"))
        .flatMap(link -> fault(page, link).stream())
        .map(fault -> page.path() + ": " + fault);
  }

  private static Optional<String> fault(MarkdownPage page, String link) {
    String file = link.replaceFirst("#.*", "");
    Path target = file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return Optional.of(link + " leads to no file");
    }
    if (!link.contains("#") || !target.toString().endsWith(".md")) {
      return Optional.empty();
    }
    String anchor = link.substring(link.indexOf('#') + 1);
    return MarkdownPage.read(target).anchors().contains(anchor)
        ? Optional.empty()
        : Optional.of(link + " leads to no heading");
  }
}
