package dev.amioperator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the checked-in CRDs with those the build generates from the Java kinds. */
class GeneratedCrdsIT {
  private static final Path GENERATED = Path.of("target", "kubernetes");
  private static final String ENDING = ".amioperator.dev-v1.yml";

  @Test
  void matchesCheckedInCrds() throws IOException {
    assertThat(GENERATED).as("not built: hack/mvn package -DskipTests").exists();
    List<Path> generated = generated();

    assertThat(generated).hasSameSizeAs(CrdsTest.crds());
    for (Path crd : generated) {
      String name = crd.getFileName().toString().replace(ENDING, ".amioperator.dev.yaml");
      assertThat(Path.of("crds", name))
          .as("%s: run `make crds` and commit what it changes", name)
          .hasSameTextualContentAs(crd);
    }
  }

  private static List<Path> generated() throws IOException {
    try (Stream<Path> files = Files.list(GENERATED)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }
}
