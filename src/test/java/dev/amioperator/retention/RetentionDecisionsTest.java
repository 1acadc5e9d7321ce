package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.createdAt;
import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.ownedBy;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Manifests;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionDecisionsTest {
  private static final Image DUE = dueImage("ami-a");

  @Test
  void retiresUnkeptImageAfterWaitingPeriod() {
    assertThat(RetentionScenario.withImages(DUE).reasonFor("ami-a")).isEqualTo(RetentionReason.Due);

    Decision early =
        RetentionScenario.withImages(unkeptFor(image("ami-a", 40), 2)).decisions().get("ami-a");
    assertThat(early.reason()).isEqualTo(RetentionReason.Unkept);
    assertThat(early.message())
        .isEqualTo(
            "No rule has kept it since 2026-05-30T12:00:00Z: deregistration due on 2026-06-02T12:00:00Z.");
  }

  @Test
  void startsWaitingPeriodAtMark() {
    assertThat(RetentionScenario.withImages(image("ami-a", 400)).decisions().get("ami-a").message())
        .isEqualTo("No rule keeps it: tagged now, deregistration due 3d later.");
    assertThat(
            RetentionScenario.withImages(image("ami-a", 400))
                .inPlanMode()
                .decisions()
                .get("ami-a")
                .message())
        .isEqualTo("No rule keeps it: mode Enforce would deregister it 3d after it was set.");
  }

  @Test
  void restartsWaitingPeriodWithEnforcement() {
    Decision decision = RetentionScenario.withImages(DUE).enforcedFor(2).decisions().get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.Unkept);
    assertThat(decision.message())
        .isEqualTo(
            "No rule keeps it, and the policy is enforced since 2026-05-30T12:00:00Z: deregistration"
                + " due on 2026-06-02T12:00:00Z.");
    assertThat(RetentionScenario.withImages(DUE).enforcedFor(3).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
    assertThat(RetentionScenario.withImages(DUE).inPlanMode().reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Unkept);
  }

  static Stream<Arguments> kept() {
    return Stream.of(
        arguments(
            withTags(DUE, "aws:dlm:lifecycle-policy-id", "policy-1"),
            RetentionReason.ManagedElsewhere),
        arguments(
            withTags(DUE, "aws:backup:source-resource", "i-1"), RetentionReason.ManagedElsewhere),
        arguments(
            withTags(DUE, "CreatedBy", "EC2 Image Builder"), RetentionReason.ManagedElsewhere),
        arguments(inState(Image.State.PENDING, DUE), RetentionReason.NotAvailable),
        arguments(inState(Image.State.TRANSIENT, DUE), RetentionReason.NotAvailable),
        arguments(inState(Image.State.UNKNOWN, DUE), RetentionReason.NotAvailable),
        arguments(createdAt(Optional.empty(), DUE), RetentionReason.AgeUnknown),
        arguments(createdAt(Optional.of(NOW.plusSeconds(1)), DUE), RetentionReason.AgeUnknown),
        arguments(
            createdAt(Optional.of(NOW.minus(Duration.ofDays(29))), DUE), RetentionReason.Young));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void keepsImageWithReason(Image image, RetentionReason why) {
    assertThat(RetentionScenario.withImages(image).reasonFor("ami-a")).isEqualTo(why);
  }

  @Test
  void keepsDeclaredImageAndNamesObject() {
    DeclaredImages declaredImages = declaredBy(Manifests.existing("base", "ami-a"));
    Decision decision =
        RetentionScenario.withImages(DUE)
            .withDeclaredImages(declaredImages)
            .decisions()
            .get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.Declared);
    assertThat(decision.message()).isEqualTo("AmiImage images/base references it.");
  }

  @Test
  void excludesCopiesOfOthersFromNewest() {
    Image copied =
        withTags(image("ami-b", 1), TagKeys.MADE_AS, "111122223333/eu-west-1/name-of-the-original");
    RetentionScenario scenario = RetentionScenario.withImages(DUE, copied).keepNewest(1);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Declared);
  }

  @ParameterizedTest
  @EnumSource(
      value = Image.State.class,
      names = {"FAILED", "ERROR", "INVALID", "DISABLED"})
  void excludesUnusableImagesFromNewest(Image.State state) {
    RetentionScenario scenario =
        RetentionScenario.withImages(DUE, inState(state, unkeptFor(image("ami-b", 35), 4)))
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void ranksEqualAgeById() {
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-b"), dueImage("ami-a")).keepNewest(1);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsNewestPerRegion() {
    RetentionScenario scenario =
        RetentionScenario.withImages(DUE)
            .inRegion(RetentionScenario.ELSEWHERE, List.of(unkeptFor(image("ami-b", 400), 9)))
            .withRegions("eu-west-1", "us-east-1")
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Newest);
  }

  @Test
  void keepsReferencedImageAndNamesReference() {
    var instance =
        new ImageReference("ami-a", "ec2:Instance", "arn:aws:ec2:eu-west-1:1:instance/i-1");
    Decision decision =
        RetentionScenario.withImages(DUE)
            .withUsage("ami-a", new Usage.Used(List.of(instance)))
            .decisions()
            .get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message())
        .isEqualTo("Used by ec2:Instance arn:aws:ec2:eu-west-1:1:instance/i-1.");
  }

  static Stream<Usage> noProof() {
    return Stream.of(
        new Usage.Pending(),
        new Usage.Unknown("DescribeImageReferences failed: no answer"),
        new Usage.Unused(NOW.minus(Duration.ofMinutes(15)).minusSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("noProof")
  void requiresRecentProofOfNonUse(Usage usage) {
    assertThat(RetentionScenario.withImages(DUE).withUsage("ami-a", usage).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.UsageUnknown);
  }

  @Test
  void waitsOnWithProofOfTheLastDay() {
    Usage hoursOld = new Usage.Unused(NOW.minus(Duration.ofHours(23)));
    Usage dayOld = new Usage.Unused(NOW.minus(Duration.ofDays(1)).minusSeconds(1));
    RetentionScenario waiting = RetentionScenario.withImages(unkeptFor(image("ami-a", 40), 2));

    assertThat(waiting.withUsage("ami-a", hoursOld).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Unkept);
    assertThat(waiting.withUsage("ami-a", dayOld).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.UsageUnknown);
  }

  @Test
  void tagsNothingByEarlierProof() {
    Usage earlier = new Usage.Unused(NOW.minus(Duration.ofMinutes(16)));
    RetentionScenario untagged =
        RetentionScenario.withImages(image("ami-a", 40)).withUsage("ami-a", earlier);

    assertThat(untagged.reasonFor("ami-a")).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(untagged.inPlanMode().reasonFor("ami-a")).isEqualTo(RetentionReason.Unkept);
  }

  @Test
  void treatsUnobservedUsageAsInUse() {
    assertThat(RetentionScenario.withImages(DUE).withoutUsage().reasonFor("ami-a"))
        .isEqualTo(RetentionReason.UsageUnknown);
  }

  @Test
  void coversOnlyImagesOfItsNamespace() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                DUE,
                ownedByResource("AmiImage/images/former", dueImage("ami-b")),
                ownedByResource("AmiImage/shop/former", dueImage("ami-c")),
                withTags(
                    ownedByResource("AmiImage/images/former", dueImage("ami-d")),
                    TagKeys.CLUSTER,
                    "there"))
            .covering("images");

    assertThat(scenario.decisions()).containsOnlyKeys("ami-b");
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void coversImagesOfOthersByAllowedTags() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                withTags(DUE, "team", "shop"),
                withTags(dueImage("ami-b"), "team", "bank"),
                withTags(
                    ownedByResource("AmiImage/shop/former", dueImage("ami-c")), "team", "shop"))
            .covering("images", Map.of("team", "shop", "family", "*"));

    assertThat(scenario.decisions()).containsOnlyKeys("ami-a", "ami-c");
    assertThat(scenario.reasonFor("ami-c")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void ranksOnlyCoveredImages() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                image("ami-new", 1),
                ownedByResource("AmiImage/shop/former", image("ami-newer", 2)),
                ownedByResource("AmiImage/images/former", dueImage("ami-b")))
            .covering("images")
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Newest);
  }

  @Test
  void ranksImagesOfOtherNamespacesByThemselves() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                ownedByResource("AmiImage/shop/new", image("ami-new", 1)),
                ownedByResource("AmiImage/images/former", dueImage("ami-b")),
                ownedByResource("AmiImage/shop/old", dueImage("ami-c")))
            .covering("images", Map.of("family", "*"))
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-c")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void ignoresPoliciesWithoutCoverage() {
    Image own = ownedByResource("AmiImage/images/former", DUE);
    RetentionScenario stranger =
        RetentionScenario.withImages().keepNewest(1).deregisterAfter(9).covering("shop");

    assertThat(RetentionScenario.withImages(own).withOtherPolicy(stranger).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
    assertThat(
            RetentionScenario.withImages(own)
                .withOtherPolicy(stranger.covering("shop", Map.of("family", "web")))
                .decisions()
                .get("ami-a")
                .message())
        .isEqualTo("An object of another namespace keeps it.");
  }

  private static DeclaredImages declaredBy(AmiImage object) {
    return DeclaredImages.of(
        RetentionScenario.CLUSTER,
        Set.of(),
        List.of(object),
        List.of(),
        (namespace, account) -> Optional.of(Manifests.account()));
  }

  private static AmiImage inNamespace(String namespace, AmiImage object) {
    object.getMetadata().setNamespace(namespace);
    return object;
  }

  @Test
  void namesNoObjectOfAnotherNamespace() {
    DeclaredImages declaredImages =
        declaredBy(inNamespace("shop", Manifests.existing("secret", "ami-a")));
    RetentionScenario scenario =
        RetentionScenario.withImages(
                DUE, ownedByResource("AmiImage/shop/secret", dueImage("ami-b")))
            .withDeclaredImages(declaredImages);

    assertThat(scenario.decisions().values())
        .allSatisfy(
            decision -> {
              assertThat(decision.reason()).isEqualTo(RetentionReason.Declared);
              assertThat(decision.message()).doesNotContain("shop", "secret");
            });
  }

  @Test
  void skipsUsageOfKeptImages() {
    RetentionScenario scenario = RetentionScenario.withImages(image("ami-a", 1)).withoutUsage();

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Young);
  }

  @Test
  void considersOnlyOwnSelectedLiveImages() {
    assertThat(
            RetentionScenario.withImages(
                    ownedBy("999988887777", image("ami-a", 40)),
                    inState(Image.State.DEREGISTERED, image("ami-b", 40)),
                    withTags(image("ami-c", 40), "family", "db"))
                .decisions())
        .isEmpty();
  }

  @Test
  void retiresLongestUnkeptUpToLimit() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                dueImage("ami-a"),
                unkeptFor(image("ami-b", 40), 9),
                unkeptFor(image("ami-c", 40), 5))
            .withLimits(2, 100);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Limit);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
    assertThat(scenario.reasonFor("ami-c")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void allowsAtLeastOneRetirement() {
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-a"), dueImage("ami-b"), dueImage("ami-c"))
            .withLimits(10, 20);

    assertThat(scenario.decisions().values())
        .extracting(Decision::reason)
        .containsExactlyInAnyOrder(
            RetentionReason.Due, RetentionReason.Limit, RetentionReason.Limit);
  }

  @Test
  void countsRetirementsOfLastDay() {
    RetentionScenario scenario = RetentionScenario.withImages(DUE).withLimits(1, 100);

    assertThat(scenario.withHistory(Set.of(), NOW.minus(Duration.ofHours(23))).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Limit);
    assertThat(scenario.withHistory(Set.of(), NOW.minus(Duration.ofHours(24))).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void countsRecordedRetirementsOnce() {
    RetentionScenario scenario =
        RetentionScenario.withImages(DUE, dueImage("ami-b"))
            .withLimits(1, 100)
            .withHistory(Set.of("ami-b"), NOW.minus(Duration.ofHours(1)));

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Limit);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsImageKeptByAnotherPolicy() {
    Decision decision =
        RetentionScenario.withImages(DUE)
            .withOtherPolicy(RetentionScenario.withImages().keepNewest(1).inPlanMode())
            .decisions()
            .get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.OtherPolicy);
    assertThat(decision.message()).isEqualTo("AmiRetentionPolicy images/other keeps it.");
  }

  @Test
  void appliesLongestWaitingPeriod() {
    assertThat(
            RetentionScenario.withImages(DUE)
                .withOtherPolicy(RetentionScenario.withImages().deregisterAfter(5))
                .reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Unkept);
  }

  @Test
  void ignoresPoliciesOfOtherRegions() {
    RetentionScenario other =
        RetentionScenario.withImages().keepNewest(1).deregisterAfter(5).withRegions("us-east-1");

    assertThat(RetentionScenario.withImages(DUE).withOtherPolicy(other).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void ignoresInvalidTags() {
    for (String tag :
        List.of("yesterday", "", "2026-05-01", "2026-06-01T12:00:01Z", "2025-01-01T00:00:00Z")) {
      assertThat(
              RetentionScenario.withImages(withTags(DUE, TagKeys.UNKEPT_SINCE, tag))
                  .reasonFor("ami-a"))
          .as("tag \"%s\" on an image of 2026-04-22", tag)
          .isEqualTo(RetentionReason.Unkept);
    }
  }
}
