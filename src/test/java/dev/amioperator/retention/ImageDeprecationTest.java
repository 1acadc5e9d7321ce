package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction.DisableImageDeprecation;
import dev.amioperator.ec2.ImageAction.EnableImageDeprecation;
import dev.amioperator.ec2.ImageBuilder;
import dev.amioperator.ec2.TagAction.CreateTags;
import dev.amioperator.ec2.TagAction.DeleteTags;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.RetirementPlan.PlannedActions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The first step of retirement: deprecation, and its reversal. */
class ImageDeprecationTest {
  private static final Instant SOON = NOW.plus(Duration.ofMinutes(2));
  private static final Instant LATER = NOW.plus(Duration.ofDays(90));
  private static final Image UNKEPT = unkeptFor(image("ami-a", 40), 2);
  private static final Image KEPT = image("ami-a", 3);
  private static final AwsAction UNTAG =
      new DeleteTags(List.of("ami-a"), Set.of(TagKeys.DEPRECATION));

  @Test
  void recordsPreviousTimeBeforeDeprecation() {
    assertThat(actions(scenario(UNKEPT)))
        .containsExactly(record("none/" + SOON), new EnableImageDeprecation("ami-a", SOON));
    assertThat(actions(scenario(deprecatedAt(LATER, UNKEPT))))
        .containsExactly(
            record("%s/%s".formatted(LATER, SOON)), new EnableImageDeprecation("ami-a", SOON));
  }

  @Test
  void leavesDeprecatedImage() {
    assertThat(actions(scenario(deprecatedAt(NOW.minusSeconds(60), UNKEPT)))).isEmpty();
    assertThat(actions(scenario(recorded("none/" + SOON, deprecatedAt(SOON, UNKEPT))))).isEmpty();
  }

  @Test
  void deprecatesOnItsDayOnly() {
    assertThat(actions(scenario(UNKEPT).deprecateAfter(2))).isNotEmpty();
    assertThat(actions(scenario(UNKEPT).deprecateAfter(3))).isEmpty();
    assertThat(actions(scenario(UNKEPT).deprecateAfter(2).enforcedFor(1))).isEmpty();
    assertThat(actions(scenario(image("ami-a", 40)))).isEmpty();
    assertThat(actions(RetentionScenario.withImages(UNKEPT))).isEmpty();
  }

  @Test
  void deprecatesApprovedImagesOnly() {
    assertThat(actions(scenario(UNKEPT).withApproval(new Approval.NotGiven()))).isEmpty();
  }

  /** The record was written, and the operator stopped before EC2 was called. */
  @Test
  void repeatsCallThatRecordPreceded() {
    assertThat(actions(scenario(recorded("none/2026-06-01T11:00:00Z", UNKEPT))))
        .containsExactly(record("none/" + SOON), new EnableImageDeprecation("ami-a", SOON));
  }

  @Test
  void leavesDeprecationThatOthersChanged() {
    Image changed = recorded("none/2026-06-01T11:00:00Z", deprecatedAt(LATER, UNKEPT));

    assertThat(actions(scenario(changed))).isEmpty();
    assertThat(actions(scenario(recorded("none/" + SOON, deprecatedAt(LATER, KEPT)))))
        .containsExactly(UNTAG);
  }

  @Test
  void restoresPreviousTimeOfKeptImage() {
    assertThat(actions(scenario(recorded("none/" + SOON, deprecatedAt(SOON, KEPT)))))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
    assertThat(actions(scenario(recorded(LATER + "/" + SOON, deprecatedAt(SOON, KEPT)))))
        .containsExactly(new EnableImageDeprecation("ami-a", LATER), UNTAG);
    assertThat(
            actions(scenario(recorded("2026-06-01T11:00:00Z/" + SOON, deprecatedAt(SOON, KEPT)))))
        .containsExactly(UNTAG);
  }

  @Test
  void restoresNothingWithoutReadableRecord() {
    assertThat(actions(scenario(deprecatedAt(SOON, KEPT)))).isEmpty();
    assertThat(actions(scenario(recorded("none", deprecatedAt(SOON, KEPT)))))
        .containsExactly(UNTAG);
    assertThat(actions(scenario(recorded("never/soon", deprecatedAt(SOON, KEPT)))))
        .containsExactly(UNTAG);
  }

  @Test
  void takesLongestTimeOfAllPolicies() {
    RetentionScenario other = scenario().deprecateAfter(3);
    Image deprecated = recorded("none/" + SOON, deprecatedAt(SOON, UNKEPT));

    assertThat(actions(scenario(UNKEPT).withOtherPolicy(other))).isEmpty();
    assertThat(actions(scenario(deprecated).withOtherPolicy(other))).isEmpty();
    assertThat(actions(scenario(deprecated).withOtherPolicy(new RetentionScenario())))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
  }

  @Test
  void reversesDeprecationOfUnselectedImage() {
    Image deprecated =
        withTags(
            ownedByResource(
                "AmiImage/images/former", recorded("none/" + SOON, deprecatedAt(SOON, UNKEPT))),
            "family",
            "db");

    assertThat(flat(ImageDeprecation.ofUnselected(scenario(deprecated).facts())))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
  }

  @Test
  void reversesDeprecationOfDeletedPolicy() {
    RetentionScenario deleted = scenario(recorded("none/" + SOON, deprecatedAt(SOON, UNKEPT)));

    assertThat(ofDeleted(deleted, List.of()))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
    assertThat(ofDeleted(deleted, List.of(scenario().policy()))).isEmpty();
    assertThat(ofDeleted(deleted, List.of(scenario().inPlanMode().policy()))).isNotEmpty();
  }

  private static List<AwsAction> ofDeleted(
      RetentionScenario deleted, List<EffectivePolicy> others) {
    return flat(
        ImageDeprecation.ofDeleted(deleted.policy(), others, deleted.facts().inventory(), NOW));
  }

  private static RetentionScenario scenario(Image... images) {
    return RetentionScenario.withImages(images).deprecateAfter(0);
  }

  private static List<AwsAction> actions(RetentionScenario scenario) {
    return flat(
        ImageDeprecation.plan(scenario.facts(), List.copyOf(scenario.decisions().values())));
  }

  private static List<AwsAction> flat(List<PlannedActions> planned) {
    return planned.stream().flatMap(each -> each.actions().stream()).toList();
  }

  private static AwsAction record(String value) {
    return new CreateTags(List.of("ami-a"), Map.of(TagKeys.DEPRECATION, value));
  }

  private static Image recorded(String value, Image image) {
    return withTags(image, TagKeys.DEPRECATION, value);
  }

  private static Image deprecatedAt(Instant time, Image image) {
    return ImageBuilder.builder(image)
        .settings(
            new Image.Settings(
                Optional.of(time), Image.DeregistrationProtection.DISABLED, false, false, false))
        .build();
  }
}
