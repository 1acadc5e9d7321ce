package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When reads that show nothing of a grant prove that it is gone. */
class SourceGrantAbsenceTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Instant NOW = CopyFixtures.NOW;
  private static final CopyGrant GRANT =
      CopyGrantBuilder.builder().accountId("111122223333").imageId("ami-1").build();

  private final SourceGrantAbsence absence = new SourceGrantAbsence();

  @Test
  void isNotProvenByOneRead() {
    assertThat(absence.missed("uid", GRANT, NOW, WINDOW)).contains(WINDOW);
    assertThat(absence.missed("uid", GRANT, NOW.plusSeconds(200), WINDOW))
        .contains(Duration.ofSeconds(100));
    assertThat(absence.missed("uid", GRANT, NOW.plus(WINDOW), WINDOW)).isEmpty();
  }

  @Test
  void restartsOncePresent() {
    absence.missed("uid", GRANT, NOW, WINDOW);
    absence.present("uid", GRANT);

    assertThat(absence.missed("uid", GRANT, NOW.plus(WINDOW), WINDOW)).contains(WINDOW);
  }

  @Test
  void distinguishesAmiCopies() {
    absence.missed("uid", GRANT, NOW, WINDOW);

    assertThat(absence.missed("other", GRANT, NOW.plus(WINDOW), WINDOW)).contains(WINDOW);
    absence.forget("uid");
    assertThat(absence.missed("uid", GRANT, NOW.plus(WINDOW), WINDOW)).contains(WINDOW);
  }
}
