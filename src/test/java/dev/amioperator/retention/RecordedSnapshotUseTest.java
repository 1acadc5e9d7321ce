package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.withBlockDevices;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordedSnapshotUseTest {
  private static final Retiring RETIRING = retiring("ami-a", "snap-1", "snap-2");

  @Test
  void findsSnapshotThatOtherImageUses() {
    assertThat(shared(using("ami-a", "snap-1", "snap-2"), using("ami-b", "snap-2", "snap-3")))
        .containsExactly("snap-2");
    assertThat(shared(using("ami-a", "snap-1", "snap-2"))).isEmpty();
  }

  /** Two images of a policy may retire together, and share a snapshot until one is gone. */
  @Test
  void countsOtherRetiringImage() {
    List<Image> images = List.of(using("ami-a", "snap-1"), using("ami-b", "snap-1"));
    RecordedSnapshotUse use =
        RecordedSnapshotUse.of(
            List.of(RETIRING, retiring("ami-b", "snap-1")), Map.of(PLACE, images));
    assertThat(use.sharedSnapshotIds(PLACE, RETIRING)).containsExactly("snap-1");
  }

  @Test
  void countsNoDeregisteredImageAndNoOtherRegion() {
    assertThat(shared(inState(Image.State.DEREGISTERED, using("ami-b", "snap-1")))).isEmpty();
    assertThat(shared(inState(Image.State.DISABLED, using("ami-b", "snap-1"))))
        .containsExactly("snap-1");
    assertThat(shared(ELSEWHERE, using("ami-b", "snap-1"))).isEmpty();
  }

  private static Set<String> shared(Image... images) {
    return shared(PLACE, images);
  }

  private static Set<String> shared(AccountRegion region, Image... images) {
    return RecordedSnapshotUse.of(List.of(RETIRING), Map.of(region, List.of(images)))
        .sharedSnapshotIds(PLACE, RETIRING);
  }

  private static Image using(String id, String... snapshots) {
    return withBlockDevices(
        Stream.of(snapshots)
            .map(snapshot -> new Image.BlockDevice("/dev/sda1", Optional.of(snapshot), 8, false))
            .toList(),
        image(id, 40));
  }

  private static Retiring retiring(String imageId, String... snapshots) {
    return new Retiring(
        PLACE.account(),
        PLACE.accountId(),
        PLACE.region(),
        imageId,
        null,
        null,
        Stream.of(snapshots).map(id -> new SnapshotEntry(id, Origin.CREATED)).toList());
  }
}
