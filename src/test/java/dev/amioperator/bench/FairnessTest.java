package dev.amioperator.bench;

import static dev.amioperator.bench.CopyRecordsFixtures.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FairnessTest {
  private static final CopyLoad LOAD = load(12, 2);

  private final CopyRecordsFixtures journal = new CopyRecordsFixtures();

  /** AmiCopies 0 to 5 are of the namespace a, 6 to 11 of b. */
  @Test
  void equalSharesAreFair() {
    journal
        .started(0, 0, 1)
        .started(112, 2, 6)
        .started(224, 3, 7)
        .started(336, 4, 8)
        .started(448, 5, 9)
        .started(560, 10, 11);

    Fairness fairness = journal.fairness(LOAD);

    assertThat(fairness.overtaken()).isEmpty();
    assertThat(fairness.contendedStarts()).isEqualTo(Map.of("a", 4L, "b", 4L));
    assertThat(fairness.leastShare()).contains(0.5);
    assertThat(fairness.startsOverTime())
        .hasSize(6)
        .startsWith(Map.of("a", 2L, "b", 0L), Map.of("a", 1L, "b", 1L))
        .endsWith(Map.of("a", 0L, "b", 2L));
  }

  @Test
  void firstComeFirstServedStarvesSecondNamespace() {
    journal
        .started(0, 0, 1)
        .started(112, 2, 3)
        .started(224, 4, 5)
        .started(336, 6, 7)
        .started(448, 8, 9)
        .started(560, 10, 11);

    assertThat(journal.fairness(LOAD).leastShare()).contains(0.0);
  }

  @Test
  void copiesWithinQuotaDoNotContend() {
    journal.started(2, 0, 1, 2, 3, 6).started(6, 4, 5, 7, 8, 9, 10, 11);

    assertThat(journal.fairness(LOAD).leastShare()).isEmpty();
  }

  @Test
  void copyThatWaitsWhileLaterFinishesIsOvertaken() {
    journal.started(0, 0, 2).started(112, 3, 6).started(225, 1).started(250, 5).started(300, 4);

    assertThat(journal.fairness(LOAD).overtaken())
        .extracting(AppliedCopy::name)
        .contains(CopyManifests.name(1))
        .doesNotContain(CopyManifests.name(0), CopyManifests.name(2), CopyManifests.name(4));
  }

  @Test
  void copyThatNeverStartsIsOvertaken() {
    journal.started(0, 1);

    assertThat(journal.fairness(load(4, 1)).overtaken())
        .extracting(AppliedCopy::name)
        .containsExactly(CopyManifests.name(0));
  }
}
