package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AmiImageStatusFactoryTest {
  private static final Image UNTAGGED =
      Ec2Fixtures.image("ami-00000000000000001", Image.State.AVAILABLE, Map.of());

  /** A foreign image with the operator's tags that needs the snapshot. */
  private static final Image STANDING =
      Ec2Fixtures.withName(Ec2Fixtures.ownedImage("ami-2", "src"), "another-name");

  private static final Snapshot LEFT =
      Ec2Fixtures.snapshotOf("ami-2", Ec2Fixtures.ownedImage("ami-2", "src").tags());
  private static final ExecutionResult PROGRESSING =
      new ExecutionResult(
          Optional.empty(),
          false,
          new ReadyState.Reconciling(Reason.Progressing, "Under way.", Duration.ofSeconds(1)));

  @Test
  void omitsImageNotYetAdopted() {
    assertThat(status(ImageFixtures.existing(Management.ADOPT)).imageId()).isNull();
  }

  @Test
  void keepsAdoptedImageWithoutTags() {
    ImageCase adopted =
        ImageFixtures.withRecordedImage(ImageFixtures.existing(Management.ADOPT), UNTAGGED.id());

    assertThat(status(adopted).imageId()).isEqualTo(UNTAGGED.id());
  }

  @Test
  void recordsObservedImageWithoutTags() {
    assertThat(status(ImageFixtures.existing(Management.OBSERVE)).imageId())
        .isEqualTo(UNTAGGED.id());
  }

  /** Each failed attempt adds to the ledger, and the API server accepts a hundred entries. */
  @Test
  void dropsDeletedSnapshotsBeforeRetry() {
    assertThat(afterAFailure(OwnedResources.NONE).snapshots()).isNull();
    assertThat(afterAFailure(new OwnedResources(List.of(), List.of(LEFT))).snapshots())
        .extracting(SnapshotEntry::snapshotId)
        .containsExactly("snap-1", "snap-2");
    assertThat(afterAFailure(new OwnedResources(List.of(STANDING), List.of(LEFT))).snapshots())
        .extracting(SnapshotEntry::snapshotId)
        .containsExactly("snap-2");
  }

  @Test
  void recordsNoSnapshotsOfForeignCopy() {
    Image image = Ec2Fixtures.ownedImage("ami-1", "src");
    ImageCase desired = ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), image.id());
    OwnedResources ownedResources =
        new OwnedResources(
            List.of(image, STANDING),
            List.of(Ec2Fixtures.snapshotOf(image.id(), image.tags()), LEFT));

    AmiImageStatus status =
        new AmiImageStatusFactory(ImageFixtures.resource(desired.source(), null), NOW)
            .fromObservation(
                ACCOUNT,
                desired.desired(),
                ImageFixtures.observed(ownedResources, Optional.empty()),
                new CurrentImage.Owned(image, List.of(STANDING)),
                PROGRESSING)
            .status();

    assertThat(status.snapshots()).extracting(SnapshotEntry::snapshotId).containsExactly("snap-1");
  }

  private static AmiImageStatus afterAFailure(OwnedResources ownedResources) {
    ImageCase desired =
        ImageFixtures.withRecordedSnapshots(
            ImageFixtures.fromInstance(), "failed", Optional.empty(), "snap-1", "snap-2");
    AmiImageStatus former =
        Manifests.read(
            """
            accountId: '123456789012'
            imageName: web-42
            state: failed
            snapshots: [{snapshotId: snap-1, origin: Created}, {snapshotId: snap-2, origin: Created}]
            """,
            AmiImageStatus.class);
    return new AmiImageStatusFactory(ImageFixtures.resource(desired.source(), former), NOW)
        .fromObservation(
            ACCOUNT,
            desired.desired(),
            ImageFixtures.observed(ownedResources, Optional.empty()),
            new CurrentImage.None(),
            PROGRESSING)
        .status();
  }

  private static AmiImageStatus status(ImageCase desired) {
    AmiImageStatus former =
        desired
            .recorded()
            .imageId()
            .map(
                id ->
                    Manifests.read(
                        "{accountId: '%s', imageId: %s}".formatted(ACCOUNT, id),
                        AmiImageStatus.class))
            .orElse(null);
    AmiImage resource = ImageFixtures.resource(desired.source(), former);
    return new AmiImageStatusFactory(resource, NOW)
        .fromObservation(
            ACCOUNT,
            desired.desired(),
            ImageFixtures.observed(OwnedResources.NONE, Optional.empty()),
            new CurrentImage.Untagged(UNTAGGED),
            PROGRESSING)
        .status();
  }
}
