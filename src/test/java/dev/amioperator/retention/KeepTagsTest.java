package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.protectedBy;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.ec2.Image.DeregistrationProtection;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags of users that keep images: those of a policy, and the tag that every policy obeys. */
class KeepTagsTest {
  private static final Owner POLICY =
      new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web");

  @Test
  void keepsImageWithTagOfPolicy() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                withTags(dueImage("ami-a"), "hold", "legal"),
                withTags(dueImage("ami-b"), "hold", "none"),
                withTags(dueImage("ami-c"), "golden", ""),
                dueImage("ami-d"))
            .keepTags(Map.of("hold", "legal", "golden", "*"));

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.KeepTag);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
    assertThat(scenario.decisions().get("ami-c").message())
        .isEqualTo("keep.tags matches its tag golden.");
    assertThat(scenario.reasonFor("ami-d")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsImageWithTagOfAnotherPolicy() {
    RetentionScenario other = RetentionScenario.withImages().keepTags(Map.of("hold", "*"));

    assertThat(
            RetentionScenario.withImages(withTags(dueImage("ami-a"), "hold", ""))
                .withOtherPolicy(other)
                .reasonFor("ami-a"))
        .isEqualTo(RetentionReason.OtherPolicy);
  }

  /** Whoever writes "false" may mean either; the image stays, and the message names the tag. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "", "false"})
  void keepsOptedOutImageWhateverThePolicySays(String value) {
    Decision decision =
        RetentionScenario.withImages(withTags(dueImage("ami-a"), TagKeys.KEEP, value))
            .decisions()
            .get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.Protected);
    assertThat(decision.message())
        .isEqualTo(
            "Its tag amioperator.dev/keep keeps it from every policy. Remove the tag to let policies"
                + " evaluate it.");
  }

  @ParameterizedTest
  @EnumSource(
      value = DeregistrationProtection.class,
      names = "DISABLED",
      mode = EnumSource.Mode.EXCLUDE)
  void keepsImageProtectedInEc2(DeregistrationProtection protection) {
    assertThat(
            RetentionScenario.withImages(protectedBy(protection, dueImage("ami-a")))
                .decisions()
                .get("ami-a"))
        .satisfies(
            decision -> {
              assertThat(decision.reason()).isEqualTo(RetentionReason.Protected);
              assertThat(decision.message()).contains("Disable the protection");
            });
  }

  @Test
  void objectsToDestructiveCallsForOptedOutResources() {
    PolicyClaim claim = claim(conditions(Map.of(), Map.of()));
    Map<String, String> optedOut = Map.of(TagKeys.KEEP, "");

    for (var action :
        List.of(
            new ImageAction.DeregisterImage("ami-a", true),
            new ImageAction.DisableImage("ami-a"),
            new ImageAction.DisableFastLaunch("ami-a"),
            new SnapshotAction.DeleteSnapshot("snap-a"))) {
      assertThat(claim.objection(action, optedOut))
          .as(action.toString())
          .contains("has the tag amioperator.dev/keep, which keeps it from every policy");
      assertThat(claim.objection(action, Map.of())).isEmpty();
    }
    assertThat(claim.objection(new ImageAction.EnableImage("ami-a"), optedOut)).isEmpty();
    assertThat(
            claim.objection(
                new TagAction.DeleteTags(List.of("ami-a"), Set.of(TagKeys.UNKEPT_SINCE)), optedOut))
        .isEmpty();
  }

  /** Tags change between the decision and the call: what is read right before it counts. */
  @Test
  void objectsToRetireImageWhoseTagsChanged() {
    PolicyClaim claim = claim(conditions(Map.of("family", "web"), Map.of("hold", "*")));
    for (var action :
        List.of(
            new ImageAction.DeregisterImage("ami-a", true),
            new ImageAction.DisableImage("ami-a"),
            new ImageAction.EnableImageDeprecation("ami-a", RetentionScenario.NOW))) {
      assertThat(claim.objection(action, Map.of("family", "web"))).isEmpty();
      assertThat(claim.objection(action, Map.of("family", "db")))
          .contains("has other tags now than the policy selects");
      assertThat(claim.objection(action, Map.of())).isPresent();
      assertThat(claim.objection(action, Map.of("family", "web", "hold", "legal")))
          .contains("has the tag hold, by which keep.tags of the policy keeps it");
    }
    assertThat(
            claim.objection(
                new ImageAction.DeregisterImage("ami-a", true),
                Map.of("family", "web", TagKeys.CLUSTER, "here")))
        .as("management: Foreign")
        .isPresent();
    assertThat(claim.objection(new SnapshotAction.DeleteSnapshot("snap-a"), Map.of())).isEmpty();
    assertThat(claim.objection(new ImageAction.EnableImage("ami-a"), Map.of())).isEmpty();
  }

  private static PolicyClaim claim(TagConditions conditions) {
    return new PolicyClaim(
        POLICY,
        new PolicyCoverage(RetentionScenario.CLUSTER, "images", List.of()),
        Optional.of(RetirementClaim.of(POLICY, image("ami-a", 40))),
        false,
        conditions);
  }

  /** Of images that no operator created. */
  static TagConditions conditions(Map<String, String> select, Map<String, String> keep) {
    return new TagConditions(
        new ImageSelector(select, List.of(), Management.FOREIGN),
        new KeepRules(OptionalInt.of(1), Optional.empty(), Optional.empty(), keep));
  }
}
