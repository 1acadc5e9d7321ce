package dev.amioperator.garbagecollection;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.testing.Manifests;
import org.junit.jupiter.api.Test;

class BuilderSweepTest {
  private static final AccountRegion HERE = new AccountRegion("default", ACCOUNT, Manifests.HOME);

  @Test
  void aBuilderIsItsObjectsUnderEveryNameOfTheAccount() {
    assertThat(OrphanedBuildInstanceCollector.mayBuildIn(HERE, builtIn(ACCOUNT))).isTrue();
    assertThat(
            OrphanedBuildInstanceCollector.mayBuildIn(
                new AccountRegion("twin", ACCOUNT, Manifests.HOME), builtIn(ACCOUNT)))
        .isTrue();
  }

  @Test
  void anObjectOfAnotherAccountOrRegionHasNoBuilderHere() {
    assertThat(OrphanedBuildInstanceCollector.mayBuildIn(HERE, builtIn("999999999999"))).isFalse();
    assertThat(
            OrphanedBuildInstanceCollector.mayBuildIn(
                new AccountRegion("default", ACCOUNT, "us-east-1"), builtIn(ACCOUNT)))
        .isFalse();
  }

  @Test
  void anObjectThatDoesNotBuildHasNoBuilder() {
    assertThat(
            OrphanedBuildInstanceCollector.mayBuildIn(
                HERE, Manifests.existing("web", "ami-0123456789abcdef0")))
        .isFalse();
  }

  /** Restored from a backup, an object has no status: its builder is not proven to be nobody's. */
  @Test
  void anObjectWhoseAccountIsNotKnownYetMayBuildHere() {
    assertThat(OrphanedBuildInstanceCollector.mayBuildIn(HERE, built())).isTrue();
  }

  private static AmiImage builtIn(String accountId) {
    AmiImage image = built();
    image.setStatus(Manifests.read("{accountId: '%s'}".formatted(accountId), AmiImageStatus.class));
    return image;
  }

  private static AmiImage built() {
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
