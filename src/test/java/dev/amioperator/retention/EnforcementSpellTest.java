package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnforcementSpellTest {
  private static final Duration INTERVAL = Duration.ofHours(6);
  private static final Instant SINCE = NOW.minus(Duration.ofDays(40));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "evaluated two minutes ago,          PT2M,    true",
    "two intervals without evaluation,   PT12H,   true",
    "more than two intervals,            PT12H1S, false",
    "a clock that is set back a little,  PT-10M,  true",
    "a clock that is set back,           PT-11M,  false"
  })
  void endsAtGapBetweenEvaluations(String which, Duration gap, boolean unbroken) {
    EnforcementSpell previous = new EnforcementSpell(SINCE, NOW.minus(gap), "scope");

    assertThat(EnforcementSpell.at(NOW, Optional.of(previous), "scope", INTERVAL))
        .isEqualTo(unbroken ? previous : new EnforcementSpell(NOW, NOW, "scope"));
  }

  @Test
  void startsWithoutRecordedSpell() {
    EnforcementSpell started =
        EnforcementSpell.at(NOW.plusNanos(5), Optional.empty(), "scope", INTERVAL);

    assertThat(started).isEqualTo(new EnforcementSpell(NOW, NOW, "scope"));
    assertThat(started.evaluated(NOW, Optional.empty(), INTERVAL, true)).contains(started);
  }

  @Test
  void restartsWhenStartIsInTheFuture() {
    EnforcementSpell previous =
        new EnforcementSpell(NOW.plus(Duration.ofDays(1)), NOW.minusSeconds(60), "scope");

    assertThat(EnforcementSpell.at(NOW, Optional.of(previous), "scope", INTERVAL).since())
        .isEqualTo(NOW);
  }

  @Test
  void recordsOnlyCompleteEvaluations() {
    EnforcementSpell spell = new EnforcementSpell(SINCE, NOW.minus(INTERVAL), "scope");

    assertThat(spell.evaluated(NOW, Optional.of(spell), INTERVAL, true))
        .contains(new EnforcementSpell(SINCE, NOW, "scope"));
    assertThat(spell.evaluated(NOW, Optional.of(spell), INTERVAL, false)).contains(spell);
    assertThat(spell.evaluated(NOW, Optional.empty(), INTERVAL, false)).isEmpty();
  }

  @Test
  void recordsEvaluationsTwicePerInterval() {
    EnforcementSpell spell =
        new EnforcementSpell(SINCE, NOW.minus(INTERVAL.dividedBy(2)).plusSeconds(1), "scope");

    assertThat(spell.evaluated(NOW, Optional.of(spell), INTERVAL, true)).contains(spell);
    assertThat(spell.evaluated(NOW.plusSeconds(1), Optional.of(spell), INTERVAL, true))
        .contains(new EnforcementSpell(SINCE, NOW.plusSeconds(1), "scope"));
  }

  @Test
  void restartsWhenOtherImagesAreEvaluated() {
    String scope = scope("uid", web());

    assertThat(scope("uid", web().keepNewest(5).deregisterAfter(9).withLimits(1, 1)))
        .isEqualTo(scope);
    assertThat(
            List.of(
                web().withRegions("eu-west-1", "us-east-1"),
                web().covering("images"),
                web().selecting(Management.OPERATOR)))
        .allSatisfy(other -> assertThat(scope("uid", other)).isNotEqualTo(scope));
    assertThat(scope("restored", web())).isNotEqualTo(scope);
    assertThat(scope("uid", web().covering("images", Map.of("a", "1", "b", "2"), Map.of("c", "3"))))
        .isEqualTo(
            scope("uid", web().covering("images", Map.of("c", "3"), Map.of("b", "2", "a", "1"))));
  }

  /** However evaluations are spaced, no gap of more than two intervals stays unnoticed. */
  @Property
  void noticesEveryLongGap(
      @ForAll List<@IntRange(min = 60, max = 50_000) Integer> pauses,
      @ForAll @IntRange(min = 43_201, max = 9_999_999) int gap) {
    Instant now = NOW;
    Optional<EnforcementSpell> recorded = Optional.empty();
    for (int pause : pauses) {
      EnforcementSpell spell = EnforcementSpell.at(now, recorded, "scope", INTERVAL);
      recorded = spell.evaluated(now, recorded, INTERVAL, true);
      now = now.plusSeconds(pause);
    }
    now = now.plusSeconds(gap);

    assertThat(EnforcementSpell.at(now, recorded, "scope", INTERVAL).since()).isEqualTo(now);
  }

  private static RetentionScenario web() {
    return RetentionScenario.withImages();
  }

  private static String scope(String uid, RetentionScenario scenario) {
    return EnforcementSpell.scope(uid, "111122223333", scenario.policy());
  }
}
