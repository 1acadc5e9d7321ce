package dev.amioperator.deletion;

import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.OWNER;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.settings;
import static dev.amioperator.testing.Examples.tagged;
import static dev.amioperator.testing.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.DeregistrationProtection;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiftingTest {
  private static final Usage UNUSED = new Usage.Unused(NOW);
  private static final Usage USED =
      new Usage.Used(List.of(new ImageReference("ami-1", "ec2:Instance", "arn:i-1")));
  private static final Optional<DeregistrationProtection> COOLDOWN =
      Optional.of(DeregistrationProtection.ENABLED_WITH_COOLDOWN);

  @Test
  void aProtectionOfTheObjectsIsLiftedAndTheTimeOfItsCooldownWrittenDownBefore() {
    assertThat(
            plan(image(DeregistrationProtection.ENABLED_WITH_COOLDOWN), UNUSED, COOLDOWN).actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("ami-1"), Map.of(TagKeys.PROTECTED_UNTIL, "2026-06-02T12:00:00Z")),
            new ImageAction.DisableImageDeregistrationProtection("ami-1"));
  }

  @Test
  void aProtectionThatSomebodyElseSetIsNotLiftedAndTheConditionSaysSo() {
    Plan plan = plan(image(DeregistrationProtection.ENABLED), UNUSED, Optional.empty());
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Blocked.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Protected);
    assertThat(plan.readyState().message()).contains("ami-1", "abandon");
  }

  @Test
  void anImageInUseKeepsItsProtection() {
    Plan plan =
        plan(
            image(DeregistrationProtection.ENABLED),
            USED,
            Optional.of(DeregistrationProtection.ENABLED));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.InUse);
  }

  @Test
  void theCooldownIsWaitedForAndItsEndShown() {
    Plan plan = plan(lifted(NOW.plus(Duration.ofHours(5))), UNUSED, COOLDOWN);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Protected);
    assertThat(plan.readyState().message()).contains("2026-06-01T17:00:00Z");
  }

  @Test
  void afterTheCooldownTheImageIsDeregistered() {
    assertThat(plan(lifted(NOW), UNUSED, COOLDOWN).actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
  }

  @Test
  void anImageThatIsUsedBeforeItIsGoneIsProtectedAgain() {
    Plan plan = plan(lifted(NOW.plus(Duration.ofHours(5))), USED, COOLDOWN);
    assertThat(plan.actions())
        .containsExactly(new ImageAction.EnableImageDeregistrationProtection("ami-1", true));
    assertThat(plan.readyState().reason()).isEqualTo(Reason.InUse);
  }

  @Test
  void aQuestionUnderWayProtectsNothingAgain() {
    Plan plan = plan(lifted(NOW.plus(Duration.ofHours(5))), new Usage.Pending(), COOLDOWN);
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void aTagThatNobodyCanReadIsNoReasonToWaitForever() {
    Image image =
        tagged(
            image(DeregistrationProtection.DISABLED),
            with(tags(), TagKeys.PROTECTED_UNTIL, "next week"));
    assertThat(plan(image, UNUSED, COOLDOWN).actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
  }

  private static Plan plan(Image image, Usage usage, Optional<DeregistrationProtection> managed) {
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            OWNER, Optional.of(image), List.of(), Map.of(), usage, managed, SnapshotBlockers.NONE);
    return DeletionPlanner.plan(facts, DeletionPolicy.DELETE, DeletionGuard.REFERENCES, NOW)
        .orElseThrow();
  }

  private static Image image(DeregistrationProtection deregistrationProtection) {
    return settings(
        ours("ami-1", "src"),
        new Image.Settings(Optional.empty(), deregistrationProtection, false, false, false));
  }

  private static Image lifted(Instant until) {
    return tagged(
        image(DeregistrationProtection.DISABLED),
        with(tags(), TagKeys.PROTECTED_UNTIL, until.toString()));
  }

  private static Map<String, String> tags() {
    return ours("ami-1", "src").tags();
  }
}
