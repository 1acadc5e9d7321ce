package dev.amioperator.deletion;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.withSettings;
import static dev.amioperator.testing.Ec2Fixtures.withTag;
import static dev.amioperator.testing.Ec2Fixtures.withTags;
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

class ProtectionRemovalTest {
  private static final Usage UNUSED = new Usage.Unused(NOW);
  private static final Usage USED =
      new Usage.Used(List.of(new ImageReference("ami-1", "ec2:Instance", "arn:i-1")));
  private static final Optional<DeregistrationProtection> COOLDOWN =
      Optional.of(DeregistrationProtection.ENABLED_WITH_COOLDOWN);

  @Test
  void recordsCooldownBeforeDisablingProtection() {
    assertThat(
            plan(image(DeregistrationProtection.ENABLED_WITH_COOLDOWN), UNUSED, COOLDOWN).actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("ami-1"), Map.of(TagKeys.PROTECTED_UNTIL, "2026-06-02T12:00:00Z")),
            new ImageAction.DisableImageDeregistrationProtection("ami-1"));
  }

  @Test
  void keepsForeignProtectionAndReportsIt() {
    Plan plan = plan(image(DeregistrationProtection.ENABLED), UNUSED, Optional.empty());
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Blocked.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Protected);
    assertThat(plan.readyState().message()).contains("ami-1", "abandon");
  }

  @Test
  void keepsProtectionOfImageInUse() {
    Plan plan =
        plan(
            image(DeregistrationProtection.ENABLED),
            USED,
            Optional.of(DeregistrationProtection.ENABLED));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.InUse);
  }

  @Test
  void waitsForCooldownAndShowsItsEnd() {
    Plan plan = plan(unprotected(NOW.plus(Duration.ofHours(5))), UNUSED, COOLDOWN);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Protected);
    assertThat(plan.readyState().message()).contains("2026-06-01T17:00:00Z");
  }

  @Test
  void waitsForCooldownThatOthersStarted() {
    Instant until = NOW.plus(Duration.ofHours(3));
    Plan plan = plan(coolingDown(tags(), until), UNUSED, Optional.empty());
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Protected);
    assertThat(plan.readyState().message()).contains("ami-1", "2026-06-01T15:00:00Z");
  }

  @Test
  void prefersCooldownThatEc2Reports() {
    Map<String, String> tags =
        withTag(tags(), TagKeys.PROTECTED_UNTIL, NOW.minusSeconds(1).toString());
    assertThat(plan(coolingDown(tags, NOW.plusSeconds(60)), UNUSED, COOLDOWN).actions()).isEmpty();
  }

  @Test
  void deregistersImageAfterCooldown() {
    assertThat(plan(unprotected(NOW), UNUSED, COOLDOWN).actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
  }

  @Test
  void restoresProtectionOfImageInUse() {
    Plan plan = plan(unprotected(NOW.plus(Duration.ofHours(5))), USED, COOLDOWN);
    assertThat(plan.actions())
        .containsExactly(new ImageAction.EnableImageDeregistrationProtection("ami-1", true));
    assertThat(plan.readyState().reason()).isEqualTo(Reason.InUse);
  }

  @Test
  void keepsProtectionOffWhileUsageIsPending() {
    Plan plan = plan(unprotected(NOW.plus(Duration.ofHours(5))), new Usage.Pending(), COOLDOWN);
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void ignoresUnreadableCooldownTag() {
    Image image =
        withTags(
            image(DeregistrationProtection.DISABLED),
            withTag(tags(), TagKeys.PROTECTED_UNTIL, "next week"));
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
    return withSettings(
        ownedImage("ami-1", "src"),
        new Image.Settings(Optional.empty(), deregistrationProtection, false, false, false));
  }

  private static Image unprotected(Instant until) {
    return withTags(
        image(DeregistrationProtection.DISABLED),
        withTag(tags(), TagKeys.PROTECTED_UNTIL, until.toString()));
  }

  private static Image coolingDown(Map<String, String> tags, Instant until) {
    return withSettings(
        withTags(ownedImage("ami-1", "src"), tags),
        new Image.Settings(
            Optional.empty(),
            DeregistrationProtection.DISABLED,
            Optional.of(until),
            false,
            false,
            false,
            List.of(),
            false));
  }

  private static Map<String, String> tags() {
    return ownedImage("ami-1", "src").tags();
  }
}
