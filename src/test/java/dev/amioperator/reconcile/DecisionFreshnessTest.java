package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionFreshnessTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private final DecisionFreshness freshness = new DecisionFreshness(Duration.ofHours(1));

  @Test
  void keepsStartUntilDecided() {
    AmiCopy copy = copy("uid-1");
    assertThat(freshness.freshnessFor(copy, NOW, false).startedAt()).isEqualTo(NOW);
    assertThat(freshness.freshnessFor(copy, NOW.plusSeconds(9), false).startedAt()).isEqualTo(NOW);
    freshness.decided(copy);
    assertThat(freshness.size()).isZero();
  }

  /** A cleanup that returns early never decides. */
  @Test
  void forgetsDeletedObjectAndItsParts() {
    freshness.freshnessFor(copy("uid-1"), NOW, false);
    freshness.freshnessFor(DecisionFreshness.partOf("uid-1", "eu-west-1"), NOW, false);
    freshness.freshnessFor(DecisionFreshness.partOf("uid-1", "source"), NOW, false);
    freshness.freshnessFor(copy("uid-10"), NOW, false);
    freshness.forget(copy("uid-1"));
    assertThat(freshness.size()).isEqualTo(1);
  }

  private static AmiCopy copy(String uid) {
    AmiCopy copy = new AmiCopy();
    copy.getMetadata().setUid(uid);
    return copy;
  }
}
