package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** AmiCopies that release their copies, and the same objects applied again. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyReleaseQuarkusTest extends AccountsTestBase {
  @Test
  void adoptsCopiesReleasedDuringOutage() {
    AmiCopy copy =
        releasing(
            Manifests.copyOf("outage", seeds.image(ImageSeed.named("outage")), LONDON, VIRGINIA));
    apply(copy);
    AmiCopyStatus made = awaitReady("outage");
    long before = cloud.journal().lastSequence();
    cloud.faults().outage(LONDON);
    cloud.faults().outage(HOME);

    delete("outage");

    cloud.faults().clear();
    assertThat(writes(before)).isEmpty();
    apply(copy);
    AmiCopyStatus adopted = awaitReady("outage");
    assertThat(adopted.regions())
        .extracting(RegionStatus::imageId)
        .isEqualTo(made.regions().stream().map(RegionStatus::imageId).toList());
    assertThat(regionEntry(adopted, LONDON).snapshots())
        .isEqualTo(regionEntry(made, LONDON).snapshots());
    assertThat(calls("CopyImage", "outage")).isEqualTo(2);
    delete("outage");
  }

  @Test
  void adoptsCopyReleasedWhilePending() {
    cloud.timing(timing -> timing.withOverhead(Duration.ofHours(2)));
    cloud.faults().loseAnswer("CopyImage", 1);
    AmiCopy copy =
        releasing(Manifests.copyOf("slow", seeds.image(ImageSeed.named("slow")), LONDON));
    apply(copy);
    await().atMost(Duration.ofSeconds(40)).until(() -> !imageIds(LONDON, "slow").isEmpty());
    delete("slow");

    apply(copy);

    awaitStatus("slow", s -> s.regions() != null && "pending".equals(onlyRegion(s).state()));
    cloud.clock().step(Duration.ofHours(3));
    assertThat(imageIds(LONDON, "slow")).containsExactly(onlyRegion(awaitReady("slow")).imageId());
    delete("slow");
  }

  /** Copies of earlier sources stay, too, and are superseded as before. */
  @Test
  void releasesSupersededCopies() {
    AmiCopy copy =
        releasing(Manifests.copyOf("two", seeds.image(ImageSeed.named("two-1")), LONDON));
    apply(copy);
    String first = onlyRegion(awaitReady("two")).imageId();
    String source = seeds.image(ImageSeed.named("two-2"));
    edit("two", spec -> withSource(spec, source));
    AmiCopyStatus made =
        awaitStatus("two", s -> s.ready() && !first.equals(onlyRegion(s).imageId()));
    delete("two");

    copy.setSpec(withSource(copy.getSpec(), source));
    apply(copy);

    AmiCopyStatus adopted = awaitStatus("two", s -> s.ready());
    assertThat(onlyRegion(adopted).imageId()).isEqualTo(onlyRegion(made).imageId());
    assertThat(onlyRegion(adopted).supersededCount()).isEqualTo(1);
    assertThat(tags(LONDON, first)).containsEntry(TagKeys.ROLE, "superseded");
    delete("two");
  }

  /** The object exists, and the tags of the copy name it: the role says that it left. */
  @Test
  void leavesCopyOfRemovedDestinationToPolicies() {
    apply(
        releasing(
            Manifests.copyOf("fewer", seeds.image(ImageSeed.named("fewer")), LONDON, VIRGINIA)));
    String left = regionEntry(awaitReady("fewer"), VIRGINIA).imageId();

    edit("fewer", spec -> withRegions(spec, LONDON));
    awaitStatus("fewer", s -> s.ready() && s.regions().size() == 1);

    assertThat(tags(VIRGINIA, left)).containsEntry(TagKeys.ROLE, "superseded");
    edit("fewer", spec -> withRegions(spec, LONDON, VIRGINIA));
    AmiCopyStatus back = awaitStatus("fewer", s -> s.ready() && s.regions().size() == 2);
    assertThat(regionEntry(back, VIRGINIA).imageId()).isEqualTo(left);
    assertThat(tags(VIRGINIA, left)).containsEntry(TagKeys.ROLE, "copy");
    delete("fewer");
  }

  /**
   * Without the permissions the copy in progress would fail, and with them left no object names
   * them.
   */
  @Test
  void revokesPermissionsOnceCopyIsComplete() {
    AmiImage image = createEncryptedImage("shared");
    cloud.timing(timing -> timing.withOverhead(Duration.ofHours(2)));
    apply(releasing(copyOf("shared", to("prod", VIRGINIA))));
    awaitStatus("shared", s -> s.grants() != null && "pending".equals(onlyRegion(s).state()));

    resource("shared").delete();
    AmiCopyStatus waiting =
        awaitStatus("shared", s -> readyCondition(s).message().contains("is still being copied"));

    assertThat(onlyRegion(waiting).imageId()).isNotNull();
    assertThat(volumePermissions(imageId(image))).contains(PROD);
    cloud.clock().step(Duration.ofHours(3));
    awaitDeletion("shared", Duration.ofSeconds(60));
    assertNothingShared(imageId(image));
    assertThat(keyGrants(imageId(image))).isEmpty();
    assertThat(images(PROD, VIRGINIA)).contains(onlyRegion(waiting).imageId());
  }

  @Test
  void saysWhichPermissionIsLeftInAccountThatDoesNotAnswer() {
    createEncryptedImage("silent");
    cloud.timing(timing -> timing.withOverhead(Duration.ofHours(2)));
    apply(releasing(copyOf("silent", to("prod", OREGON))));
    AmiCopyStatus made =
        awaitStatus("silent", s -> s.grants() != null && "pending".equals(onlyRegion(s).state()));
    cloud.seeds().target(PROD, OREGON).disableRegion();

    resource("silent").delete();
    AmiCopyStatus held =
        awaitStatus("silent", s -> readyCondition(s).message().contains("status.grants"));

    assertThat(readyCondition(held).message())
        .contains(onlyRegion(made).imageId(), PROD, "amioperator.dev/abandon=true");
    resource("silent")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    awaitDeletion("silent", Duration.ofSeconds(40));
    cloud.seeds().target(PROD, OREGON).enableRegion();
  }

  private List<String> writes(long after) {
    return cloud.journal().entriesAfter(after).stream()
        .map(call -> call.action())
        .filter(action -> !action.matches("(Describe|Get|List|Assume).*"))
        .toList();
  }

  private static AmiCopy releasing(AmiCopy copy) {
    AmiCopySpec spec =
        AmiCopySpecBuilder.builder(copy.getSpec()).deletionPolicy(DeletionPolicy.RELEASE).build();
    copy.setSpec(spec);
    return copy;
  }
}
