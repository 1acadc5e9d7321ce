package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Regions that do not exist, are not enabled, or do not answer. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyRegionsQuarkusTest extends CopyTestBase {
  private static final String MISSPELT = "eu-west-9";

  /** Regions that no other test uses, because they are disabled here. */
  private static final String PARIS = "eu-west-3";

  private static final String STOCKHOLM = "eu-north-1";

  @AfterEach
  void enableRegions() {
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, PARIS).enableRegion();
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, STOCKHOLM).enableRegion();
  }

  @Test
  void forgetsMisspeltRegionWithItsDestination() {
    String source = seeds.image(ImageSeed.named("misspelt"));
    apply(Manifests.copyOf("misspelt", source, MISSPELT, LONDON));
    AmiCopyStatus status =
        awaitStatus("misspelt", s -> "1/2".equals(s.copies()) && reads(s, MISSPELT, "not found"));
    assertThat(regionEntry(status, MISSPELT).requested()).isNull();

    edit("misspelt", spec -> withRegions(spec, LONDON));

    assertThat(awaitReady("misspelt").regions()).hasSize(1);
    delete("misspelt");
  }

  @Test
  void deletesCopyInRegionsThatNeverAnswered() {
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, PARIS).disableRegion();
    String source = seeds.image(ImageSeed.named("never-asked"));
    apply(Manifests.copyOf("never-asked", source, MISSPELT, PARIS));
    AmiCopyStatus status =
        awaitStatus("never-asked", s -> reads(s, PARIS, "enable it") && reads(s, MISSPELT, "host"));
    assertThat(regionEntry(status, PARIS).message()).doesNotContainIgnoringCase("allow it");

    delete("never-asked");

    assertThat(copiesRequested(PARIS)).isFalse();
  }

  @Test
  void keepsCopiesInRegionDisabledLater() {
    String source = seeds.image(ImageSeed.named("disabled-later"));
    apply(Manifests.copyOf("disabled-later", source, PARIS, LONDON));
    RegionStatus made = regionEntry(awaitReady("disabled-later"), PARIS);
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, PARIS).disableRegion();

    edit("disabled-later", spec -> withRegions(spec, LONDON));
    AmiCopyStatus held =
        awaitStatus("disabled-later", s -> reads(s, PARIS, "amioperator.dev/abandon=true"));

    assertThat(regionEntry(held, PARIS).message()).contains(made.imageId());
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, PARIS).enableRegion();
    awaitStatus("disabled-later", s -> s.regions().size() == 1);
    assertThat(imageIds(PARIS, "disabled-later")).isEmpty();
    delete("disabled-later");
  }

  @Test
  void keepsCopyWhoseCallGotNoResponse() {
    String source = seeds.image(ImageSeed.named("no-response"));
    cloud.faults().loseAnswer("CopyImage", 1);
    apply(Manifests.copyOf("no-response", source, STOCKHOLM));
    await().atMost(Duration.ofSeconds(40)).until(() -> copiesRequested(STOCKHOLM));
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, STOCKHOLM).disableRegion();

    resource("no-response").delete();
    awaitStatus("no-response", s -> reads(s, STOCKHOLM, "may still exist"));

    resource("no-response")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    awaitDeletion("no-response", Duration.ofSeconds(40));
    cloud.seeds().target(Ec2Fixtures.ACCOUNT, STOCKHOLM).enableRegion();
    assertThat(imageIds(STOCKHOLM, "no-response")).hasSize(1);
  }

  @Test
  void deletesCopyOfMissingAccount() {
    apply(
        Manifests.copy(
            "no-account", new CopySource(null, "absent", HOME, "ami-0123456789abcdef0"), LONDON));
    awaitStatus("no-account", s -> readyReason(s).equals("AccountNotReady"));

    delete("no-account");
  }

  /** A backup restores no status. */
  @Test
  void deletesCopiesOfObjectWithoutStatus() {
    String source = seeds.image(ImageSeed.named("restored-copy"));
    apply(Manifests.copyOf("restored-copy", source, LONDON));
    awaitReady("restored-copy");
    edit("restored-copy", spec -> withSuspend(spec, true));
    awaitStatus("restored-copy", s -> readyReason(s).equals("Suspended"));
    resource("restored-copy")
        .editStatus(
            copy -> {
              copy.setStatus(null);
              return copy;
            });

    resource("restored-copy").delete();
    awaitStatus("restored-copy", s -> readyReason(s).equals("Suspended"));
    assertThat(imageIds(LONDON, "restored-copy")).hasSize(1);
    edit("restored-copy", spec -> withSuspend(spec, false));

    awaitDeletion("restored-copy", Duration.ofSeconds(60));
    assertThat(imageIds(LONDON, "restored-copy")).isEmpty();
  }

  private boolean copiesRequested(String region) {
    return cloud.journal().entries().stream()
        .anyMatch(call -> call.action().equals("CopyImage") && call.region().equals(region));
  }

  private static boolean reads(AmiCopyStatus status, String region, String text) {
    return status.regions() != null
        && status.regions().stream()
            .filter(entry -> entry.region().equals(region))
            .anyMatch(entry -> String.valueOf(entry.message()).contains(text));
  }
}
