package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageAction.DisableImageDeprecation;
import dev.amioperator.ec2.ImageAction.EnableImageDeprecation;
import dev.amioperator.ec2.ImageBuilder;
import dev.amioperator.ec2.TagAction.CreateTags;
import dev.amioperator.ec2.TagAction.DeleteTags;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.ReversibleSteps.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first step of retirement: deprecation, and its reversal. */
class ImageDeprecationTest {
  private static final Instant SOON = NOW.plus(Duration.ofMinutes(15));
  private static final Instant LATER = NOW.plus(Duration.ofDays(90));
  private static final ReversibleSteps STEPS = new ReversibleSteps(RetentionScenario.CLUSTER, NOW);
  private static final Image UNKEPT = unkeptFor(image("ami-a", 40), 2);
  private static final Image KEPT = image("ami-a", 3);
  private static final AwsAction UNTAG =
      new DeleteTags(List.of("ami-a"), Set.of(TagKeys.DEPRECATION));

  @Test
  void recordsPreviousTimeBeforeDeprecation() {
    assertThat(actions(scenario(UNKEPT)))
        .containsExactly(
            record("none/" + SOON + "/here"), new EnableImageDeprecation("ami-a", SOON));
    assertThat(actions(scenario(deprecatedAt(LATER, UNKEPT))))
        .containsExactly(
            record("%s/%s/here".formatted(LATER, SOON)), new EnableImageDeprecation("ami-a", SOON));
  }

  @Test
  void leavesDeprecatedImage() {
    assertThat(actions(scenario(deprecatedAt(NOW.minusSeconds(60), UNKEPT)))).isEmpty();
    assertThat(actions(scenario(recorded("none/" + SOON + "/here", deprecatedAt(SOON, UNKEPT)))))
        .isEmpty();
  }

  @Test
  void deprecatesOnItsDayOnly() {
    assertThat(actions(scenario(UNKEPT).withStep(RetireStep.DEPRECATE, 2))).isNotEmpty();
    assertThat(actions(scenario(UNKEPT).withStep(RetireStep.DEPRECATE, 3))).isEmpty();
    assertThat(actions(scenario(UNKEPT).withStep(RetireStep.DEPRECATE, 2).enforcedFor(1)))
        .isEmpty();
    assertThat(actions(scenario(image("ami-a", 40)))).isEmpty();
    assertThat(actions(RetentionScenario.withImages(UNKEPT))).isEmpty();
    assertThat(scenario(UNKEPT).decisions().get("ami-a").message())
        .isEqualTo("No rule has kept it since 2026-05-30T12:00:00Z: deprecation now.");
  }

  @Test
  void deprecatesApprovedImagesOnly() {
    assertThat(actions(scenario(UNKEPT).withApproval(new Approval.NotGiven()))).isEmpty();
  }

  /** The record was written, and the operator stopped before EC2 was called. */
  @Test
  void repeatsCallThatRecordPreceded() {
    assertThat(actions(scenario(recorded("none/2026-06-01T11:00:00Z/here", UNKEPT))))
        .containsExactly(
            record("none/" + SOON + "/here"), new EnableImageDeprecation("ami-a", SOON));
  }

  @Test
  void leavesDeprecationThatOthersChanged() {
    Image changed = recorded("none/2026-06-01T11:00:00Z/here", deprecatedAt(LATER, UNKEPT));

    assertThat(actions(scenario(changed))).isEmpty();
    assertThat(actions(scenario(recorded("none/" + SOON + "/here", deprecatedAt(LATER, KEPT)))))
        .containsExactly(UNTAG);
  }

  @Test
  void restoresPreviousTimeOfKeptImage() {
    assertThat(actions(scenario(recorded("none/" + SOON + "/here", deprecatedAt(SOON, KEPT)))))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
    assertThat(actions(scenario(recorded(LATER + "/" + SOON + "/here", deprecatedAt(SOON, KEPT)))))
        .containsExactly(new EnableImageDeprecation("ami-a", LATER), UNTAG);
    assertThat(
            actions(
                scenario(
                    recorded("2026-06-01T11:00:00Z/" + SOON + "/here", deprecatedAt(SOON, KEPT)))))
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
    RetentionScenario other = scenario().withStep(RetireStep.DEPRECATE, 3);
    Image deprecated = recorded("none/" + SOON + "/here", deprecatedAt(SOON, UNKEPT));

    assertThat(actions(scenario(UNKEPT).withOtherPolicy(other))).isEmpty();
    assertThat(actions(scenario(deprecated).withOtherPolicy(other))).isEmpty();
    assertThat(actions(scenario(deprecated).withOtherPolicy(new RetentionScenario())))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
  }

  /** A policy in mode Plan changes nothing, and so it reverses nothing either. */
  @Test
  void ignoresStepsOfPolicyInModePlan() {
    RetentionScenario trial = new RetentionScenario().inPlanMode();
    Image deprecated = recorded("none/" + SOON + "/here", deprecatedAt(SOON, UNKEPT));

    assertThat(actions(scenario(deprecated).withOtherPolicy(trial))).isEmpty();
    assertThat(actions(scenario(UNKEPT).withOtherPolicy(trial))).isNotEmpty();
  }

  /** The owner's date is minutes away: EC2 still takes it. */
  @Test
  void restoresPreviousTimeOfNextMinutes() {
    Instant close = NOW.plus(Duration.ofMinutes(1));

    assertThat(actions(scenario(recorded(close + "/" + SOON + "/here", deprecatedAt(SOON, KEPT)))))
        .containsExactly(new EnableImageDeprecation("ami-a", close), UNTAG);
  }

  @Test
  void leavesImageThatOtherClusterDeprecated() {
    Image theirs = recorded("none/" + SOON + "/there", deprecatedAt(SOON, UNKEPT));

    assertThat(actions(scenario(theirs))).isEmpty();
    assertThat(actions(scenario(recorded("none/" + SOON + "/there", deprecatedAt(SOON, KEPT)))))
        .isEmpty();
    assertThat(scenario(theirs).reasonFor("ami-a")).isEqualTo(RetentionReason.OtherCluster);
  }

  /** What an owner does by the keep tag must not hold up what the policy gives back. */
  @Test
  void restoresEarlierTimeDespiteKeepTag() {
    Image kept =
        withTags(
            recorded(LATER + "/" + SOON + "/here", deprecatedAt(SOON, UNKEPT)), TagKeys.KEEP, "");
    PlannedActions planned = planned(scenario(kept)).getFirst();
    OwnershipClaim claim =
        planned.claim(
            new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web"),
            new PolicyCoverage(RetentionScenario.CLUSTER, "images", List.of(Map.of())),
            KeepTagsTest.conditions(Map.of(), Map.of("family", "*")));

    assertThat(planned.actions()).hasSize(2).allMatch(claim::permits);
    assertThat(planned.actions())
        .allSatisfy(action -> assertThat(claim.objection(action, kept.tags())).isEmpty());
    assertThat(claim.permits(new ImageAction.DeregisterImage("ami-a", false))).isFalse();
  }

  @Test
  void reversesDeprecationOfLeftImage() {
    Image deprecated = recorded("none/" + SOON + "/here", deprecatedAt(SOON, UNKEPT));
    Image left = withTags(deprecated, "family", "db");

    assertThat(ofLeft(scenario(left))).containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
    assertThat(ofLeft(scenario(left).covering("shop"))).isEmpty();
    assertThat(ofLeft(scenario(deprecated))).isEmpty();
  }

  @Test
  void reversesDeprecationOfDeletedPolicy() {
    RetentionScenario deleted =
        scenario(recorded("none/" + SOON + "/here", deprecatedAt(SOON, UNKEPT)));

    assertThat(ofDeleted(deleted, List.of()))
        .containsExactly(new DisableImageDeprecation("ami-a"), UNTAG);
    assertThat(ofDeleted(deleted, List.of(scenario().policy()))).isEmpty();
    assertThat(ofDeleted(deleted, List.of(scenario().inPlanMode().policy()))).isNotEmpty();
  }

  private static List<AwsAction> ofLeft(RetentionScenario scenario) {
    Facts facts = scenario.facts();
    return flat(
        STEPS.reversals(
            STEPS.unwanted(
                facts.inventory(),
                EvaluationPlan.left(
                    region -> facts.policy().accounts().in(region).orElseThrow(),
                    Optional.of(facts.policy()),
                    List.of())),
            Permissions.NONE));
  }

  private static List<AwsAction> ofDeleted(
      RetentionScenario deleted, List<EffectivePolicy> others) {
    Facts facts = deleted.facts();
    return flat(
        STEPS.reversals(
            STEPS.unwanted(
                facts.inventory(),
                EvaluationPlan.left(
                    region -> facts.policy().accounts().in(region).orElseThrow(),
                    Optional.empty(),
                    others)),
            Permissions.NONE));
  }

  private static RetentionScenario scenario(Image... images) {
    return RetentionScenario.withImages(images).withStep(RetireStep.DEPRECATE, 0);
  }

  private static List<AwsAction> actions(RetentionScenario scenario) {
    return flat(planned(scenario));
  }

  private static List<PlannedActions> planned(RetentionScenario scenario) {
    List<Decision> decisions = List.copyOf(scenario.decisions().values());
    return Stream.concat(
            STEPS.due(decisions, Permissions.NONE).stream(),
            STEPS.reversals(STEPS.unwanted(decisions), Permissions.NONE).stream())
        .toList();
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
