package dev.amioperator.retention;

import static dev.amioperator.api.v1alpha1.ManagingService.BACKUP;
import static dev.amioperator.api.v1alpha1.ManagingService.DATA_LIFECYCLE_MANAGER;
import static dev.amioperator.api.v1alpha1.ManagingService.IMAGE_BUILDER;
import static dev.amioperator.api.v1alpha1.ManagingService.MARKETPLACE;
import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.ofMarketplace;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of other AWS services are kept, unless the policy includes the service by name. */
class AwsManagedImagesTest {
  private static final Image DUE = dueImage("ami-a");
  private static final Owner POLICY =
      new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web");

  static Stream<Arguments> managed() {
    return Stream.of(
        arguments(withTags(DUE, "aws:dlm:lifecycle-policy-id", "p"), DATA_LIFECYCLE_MANAGER),
        arguments(withTags(DUE, "dlm:managed", "true"), DATA_LIFECYCLE_MANAGER),
        arguments(withTags(DUE, "aws:backup:source-resource", "i-1"), BACKUP),
        arguments(withTags(DUE, "CreatedBy", "EC2 Image Builder"), IMAGE_BUILDER),
        arguments(withTags(DUE, "Ec2ImageBuilderArn", "arn"), IMAGE_BUILDER),
        arguments(ofMarketplace(DUE), MARKETPLACE));
  }

  @ParameterizedTest
  @MethodSource("managed")
  void keepsImageUnlessItsServiceIsIncluded(Image image, ManagingService service) {
    assertThat(RetentionScenario.withImages(image).decisions().get("ami-a"))
        .satisfies(
            decision -> {
              assertThat(decision.reason()).isEqualTo(RetentionReason.ManagedElsewhere);
              assertThat(decision.message()).contains(service.title());
            });
    assertThat(RetentionScenario.withImages(image).including(service).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void needsEveryServiceOfAnImage() {
    Image image = withTags(ofMarketplace(DUE), "CreatedBy", "EC2 Image Builder");

    assertThat(RetentionScenario.withImages(image).including(IMAGE_BUILDER).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.ManagedElsewhere);
    assertThat(
            RetentionScenario.withImages(image)
                .including(IMAGE_BUILDER, MARKETPLACE)
                .reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsWhatAnotherPolicyDoesNotInclude() {
    assertThat(
            RetentionScenario.withImages(withTags(DUE, "CreatedBy", "EC2 Image Builder"))
                .including(IMAGE_BUILDER)
                .withOtherPolicy(RetentionScenario.withImages())
                .reasonFor("ami-a"))
        .isEqualTo(RetentionReason.OtherPolicy);
  }

  /** A snapshot with the tags of a service goes with an image of that service only. */
  @Test
  void ownsSnapshotsOfTheServicesOfTheImage() {
    Snapshot snapshot =
        RetentionImageFixtures.snapshot(
            "Created by CreateImage(i-1) for ami-a", Map.of("aws:dlm:lifecycle-policy-id", "p"));
    Image ofManager = withTags(DUE, "aws:dlm:lifecycle-policy-id", "p");
    RetirementClaim claim = RetirementClaim.of(POLICY, ofManager);

    assertThat(claim.owns(snapshot)).isTrue();
    assertThat(
            RetirementClaim.of(
                    POLICY,
                    claim.retiringEntry(
                        RetentionScenario.PLACE, ofManager, Map.of("snap-ami-a", snapshot)))
                .owns(snapshot))
        .isTrue();
    assertThat(RetirementClaim.of(POLICY, DUE).owns(snapshot)).isFalse();
    assertThat(RetirementClaim.of(POLICY, DUE).owns(ofManager)).isFalse();
  }
}
