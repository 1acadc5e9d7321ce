package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Ec2Writes.FromImage;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwsWritesTest extends SimulatedRegion {
  private static final AccountRegion ELSEWHERE = new AccountRegion("default", ACCOUNT, "us-east-1");

  @Test
  void anImageOfAnInstanceIsTaggedInTheCallWithItsSnapshots() {
    String id = writes.createImage(PLACE, OWNER, fromInstance("web-1"));

    Image image = image(id);
    assertThat(image.state()).isEqualTo(Image.State.PENDING);
    assertThat(image.name()).isEqualTo("web-1");
    assertThat(image.description()).isEqualTo("the web tier");
    assertThat(image.ownerId()).isEqualTo(ACCOUNT);
    assertThat(image.tags()).isEqualTo(TAGS);
    assertThat(snapshots()).isNotEmpty().allSatisfy(s -> assertThat(s.tags()).isEqualTo(TAGS));
  }

  @Test
  void registeringTagsTheImageAndLeavesTheUsersSnapshotAlone() {
    String snapshot =
        cloud
            .seeds()
            .target(ACCOUNT, PLACE.region())
            .snapshot(SnapshotSeed.of(10).tagged("a", "b"));

    String id = writes.registerImage(PLACE, OWNER, fromSnapshot(snapshot));

    assertThat(image(id).tags()).isEqualTo(TAGS);
    assertThat(image(id).architecture()).isEqualTo("arm64");
    assertThat(image(id).snapshotIds()).containsExactly(snapshot);
    assertThat(snapshots()).first().extracting(Snapshot::tags).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void aCopyRepeatedWithItsTokenIsTheSameImageAndCarriesOnlyItsOwnTags() {
    String source = seeded(ImageSeed.named("web-1").tagged("secret", "of the source"));
    var request = new FromImage("web-1", "", PLACE.region(), source, "token-1", TAGS);

    String copy = writes.copyImage(ELSEWHERE, OWNER, request);

    assertThat(writes.copyImage(ELSEWHERE, OWNER, request)).isEqualTo(copy);
    assertThat(images(ELSEWHERE))
        .singleElement()
        .satisfies(image -> assertThat(image.tags()).isEqualTo(TAGS));
    assertThat(reads.snapshots(ELSEWHERE, Map.of(), Optional.empty()).items())
        .singleElement()
        .satisfies(snapshot -> assertThat(snapshot.tags()).isEqualTo(TAGS));
  }

  @Test
  void launchPermissionsAreReadBackAsGiven() {
    String id = seeded(ImageSeed.named("web-1").sharedWith("111122223333"));
    String organization = "arn:aws:organizations::123456789012:organization/o-abc1234567";
    String unit = "arn:aws:organizations::123456789012:ou/o-abc1234567/ou-ab12-cdefghij";

    writes.changeImage(
        PLACE,
        OWNER,
        id,
        new ImageChange.ModifyLaunchPermissions(
            new LaunchPermissions(true, Set.of("444455556666"), Set.of(organization, unit)),
            new LaunchPermissions(false, Set.of("111122223333"), Set.of())));

    assertThat(reads.launchPermissions(PLACE, id))
        .isEqualTo(new LaunchPermissions(true, Set.of("444455556666"), Set.of(organization, unit)));
    assertThat(image(id).isPublic()).isTrue();
  }

  @Test
  void descriptionAndTagsAreSetAndTagsRemovedWhateverTheirValue() {
    String id = seeded(ImageSeed.named("web-1").tagged("old", "anything"));

    writes.changeImage(PLACE, OWNER, id, new ImageChange.SetDescription("new words"));
    writes.createTags(PLACE, OWNER, List.of(id), TAGS);
    writes.deleteTags(PLACE, OWNER, List.of(id), Set.of("old", "team"));

    assertThat(image(id).description()).isEqualTo("new words");
    assertThat(image(id).tags()).isEqualTo(Map.of("family", "web"));
  }

  @Test
  void deregisteringLeavesTheSnapshotsUnlessToldOtherwise() {
    String kept = seeded(ImageSeed.named("kept"));
    String gone = seeded(ImageSeed.named("gone"));
    List<String> keptSnapshots = image(kept).snapshotIds();

    writes.deregisterImage(PLACE, OWNER, kept, false);
    writes.deregisterImage(PLACE, OWNER, gone, true);

    assertThat(snapshots()).extracting(Snapshot::id).containsExactlyElementsOf(keptSnapshots);
  }

  @Test
  void fastLaunchIsReadBackAsItWasEnabledUntilItIsOff() {
    String id = seeded(ImageSeed.windows("win-1"));
    String template = cloud.seeds().target(ACCOUNT, PLACE.region()).launchTemplate("win", id);
    var settings =
        new FastLaunch.Settings(
            Optional.of(7),
            Optional.of(8),
            Optional.of(
                new FastLaunch.LaunchTemplate(Optional.of(template), Optional.empty(), "1")));

    writes.changeImage(PLACE, OWNER, id, new ImageChange.EnableFastLaunch(settings));

    assertThat(reads.fastLaunches(PLACE, List.of(id, seeded(ImageSeed.windows("win-2")))))
        .containsOnly(
            entry(id, new FastLaunch(FastLaunch.State.ENABLING, "", Optional.of(START), settings)));
    assertThat(image(id).settings().windows()).isTrue();

    writes.changeImage(PLACE, OWNER, id, new ImageChange.DisableFastLaunch());
    cloud.clock().step(Duration.ofHours(1));
    assertThat(reads.fastLaunches(PLACE, List.of(id))).isEmpty();
  }

  @Test
  void eachSnapshotThatWasToGoWithItsImageHasAResult() {
    String first = seeded(ImageSeed.named("first"));
    String shared = image(first).snapshotIds().getFirst();
    String second = writes.registerImage(PLACE, OWNER, fromSnapshot(shared));

    assertThat(writes.deregisterImage(PLACE, OWNER, first, true))
        .isEqualTo(Map.of(shared, DeleteSnapshotResult.SKIPPED));
    assertThat(writes.deregisterImage(PLACE, OWNER, second, true))
        .isEqualTo(Map.of(shared, DeleteSnapshotResult.SUCCESS));
  }

  @Test
  void aSnapshotInUseStaysAndOneThatIsGoneIsNoFailure() {
    String image = seeded(ImageSeed.named("web-1"));
    String snapshot = image(image).snapshotIds().getFirst();

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> writes.deleteSnapshot(PLACE, OWNER, snapshot))
        .satisfies(failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.IN_USE));

    writes.deleteSnapshot(PLACE, OWNER, "snap-0123456789abcdef0");
  }

  @Test
  void whatLiesInTheRecycleBinIsListedByIdAndComesBackWithItsTags() {
    cloud.seeds().target(ACCOUNT, PLACE.region()).retentionRule("image", 7);
    cloud.seeds().target(ACCOUNT, PLACE.region()).retentionRule("snapshot", 7);
    String id = seeded(ImageSeed.named("web-1").tagged("family", "web"));
    String snapshot = image(id).snapshotIds().getFirst();
    writes.deregisterImage(PLACE, OWNER, id, true);
    Optional<Instant> until = Optional.of(START.plus(Duration.ofDays(7)));

    assertThat(reads.imagesInRecycleBin(PLACE, List.of(id)))
        .containsExactly(new RecycleBinEntry(id, "web-1", until));
    assertThat(reads.snapshotsInRecycleBin(PLACE, List.of(snapshot)))
        .containsExactly(new RecycleBinEntry(snapshot, "", until));
    writes.restoreSnapshotFromRecycleBin(PLACE, OWNER, snapshot);
    writes.restoreSnapshotFromRecycleBin(PLACE, OWNER, snapshot);
    writes.restoreImageFromRecycleBin(PLACE, OWNER, id);

    assertThat(image(id).tags()).isEqualTo(Map.of("family", "web"));
    assertThat(snapshots()).extracting(Snapshot::id).containsExactly(snapshot);
  }
}
