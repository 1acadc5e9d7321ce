package dev.amioperator.observer;

import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static dev.amioperator.testing.Ec2Fixtures.withName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tags travel with copies; an image's region and name do not. */
class OwnedResourcesTest {
  private static final String REGION = "eu-west-1";
  private static final Image OURS = ownedImage("ami-1", "hash");
  private static final Image COPIED_BY_OTHERS = withName(ownedImage("ami-2", "hash"), "of-others");
  private static final Snapshot SNAPSHOT = snapshotOf("ami-1", OURS.tags());
  private static final Snapshot OF_OTHERS = snapshotOf("ami-2", OURS.tags());

  @Test
  void excludesImagesCreatedUnderAnotherName() {
    assertThat(in(REGION, List.of(OURS, COPIED_BY_OTHERS), List.of(SNAPSHOT, OF_OTHERS)))
        .isEqualTo(new OwnedResources(List.of(OURS), List.of(SNAPSHOT)));
  }

  @Test
  void excludesImagesCreatedInAnotherRegion() {
    assertThat(in("us-east-1", List.of(OURS), List.of(SNAPSHOT))).isEqualTo(OwnedResources.NONE);
  }

  @Test
  void keepsOwnSnapshotsUsedByAnotherImage() {
    Image registered =
        new Image(
            COPIED_BY_OTHERS.id(),
            COPIED_BY_OTHERS.name(),
            COPIED_BY_OTHERS.ownerId(),
            COPIED_BY_OTHERS.state(),
            "",
            COPIED_BY_OTHERS.created(),
            "",
            COPIED_BY_OTHERS.tags(),
            OURS.blockDevices(),
            Image.Settings.DEFAULT,
            "");

    assertThat(in(REGION, List.of(OURS, registered), List.of(SNAPSHOT)))
        .isEqualTo(new OwnedResources(List.of(OURS), List.of(SNAPSHOT)));
  }

  private static OwnedResources in(String region, List<Image> images, List<Snapshot> snapshots) {
    return OwnedResources.byOwner(region, images, snapshots)
        .getOrDefault(OWNER.resource(), OwnedResources.NONE);
  }
}
