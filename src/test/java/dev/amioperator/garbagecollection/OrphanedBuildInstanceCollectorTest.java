package dev.amioperator.garbagecollection;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.testing.Manifests;
import org.junit.jupiter.api.Test;

class OrphanedBuildInstanceCollectorTest {
  private static final AccountRegion HERE = new AccountRegion("default", ACCOUNT, Manifests.HOME);

  @Test
  void keepsBuildInstancesUnderEveryAccountName() {
    assertThat(OrphanedBuildInstanceCollector.mayBuildIn(HERE, buildImageOf(ACCOUNT))).isTrue();
    assertThat(
            OrphanedBuildInstanceCollector.mayBuildIn(
                new AccountRegion("twin", ACCOUNT, Manifests.HOME), buildImageOf(ACCOUNT)))
        .isTrue();
  }

  @Test
  void ignoresObjectsOfOtherAccountsAndRegions() {
    assertThat(OrphanedBuildInstanceCollector.mayBuildIn(HERE, buildImageOf("999999999999")))
        .isFalse();
    assertThat(
            OrphanedBuildInstanceCollector.mayBuildIn(
                new AccountRegion("default", ACCOUNT, "us-east-1"), buildImageOf(ACCOUNT)))
        .isFalse();
  }

  @Test
  void ignoresObjectsWithoutBuildSource() {
    assertThat(
            OrphanedBuildInstanceCollector.mayBuildIn(
                HERE, Manifests.existing("web", "ami-0123456789abcdef0")))
        .isFalse();
  }

  /**
   * An object restored from a backup has no status: its build instance is not proven to be
   * orphaned.
   */
  @Test
  void keepsBuildInstancesOfUnknownAccount() {
    assertThat(OrphanedBuildInstanceCollector.mayBuildIn(HERE, buildImage())).isTrue();
  }

  private static AmiImage buildImageOf(String accountId) {
    AmiImage image = buildImage();
    image.setStatus(Manifests.read("{accountId: '%s'}".formatted(accountId), AmiImageStatus.class));
    return image;
  }

  private static AmiImage buildImage() {
    return Manifests.image(
        "golden",
        """
        region: eu-west-1
        accountRef: default
        source:
          build:
            base: {imageId: ami-0123456789abcdef0}
            instanceType: t3.small
            timeout: 10m
            userData: {configMapKeyRef: {name: golden, key: script}}
        """);
  }
}
