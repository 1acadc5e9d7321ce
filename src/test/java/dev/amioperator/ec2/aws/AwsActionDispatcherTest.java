package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwsActionDispatcherTest extends AwsAdapterTestBase {
  private static final AccountRegion ELSEWHERE = new AccountRegion("default", ACCOUNT, "us-east-1");

  @Test
  void tagsImageAndSnapshotsInCreateImage() {
    String id = create(fromInstance("web-1"));

    Image image = image(id);
    assertThat(image.state()).isEqualTo(Image.State.PENDING);
    assertThat(image.name()).isEqualTo("web-1");
    assertThat(image.description()).isEqualTo("the web tier");
    assertThat(image.ownerId()).isEqualTo(ACCOUNT);
    assertThat(image.tags()).isEqualTo(TAGS);
    assertThat(snapshots()).isNotEmpty().allSatisfy(s -> assertThat(s.tags()).isEqualTo(TAGS));
  }

  @Test
  void tagsOnlyImageInRegisterImage() {
    String snapshot =
        cloud
            .seeds()
            .target(ACCOUNT, PLACE.region())
            .snapshot(SnapshotSeed.of(10).tagged("a", "b"));

    String id = create(fromSnapshot(snapshot));

    assertThat(image(id).tags()).isEqualTo(TAGS);
    assertThat(clients.ec2("default", PLACE.region()).describeImages(r -> r.imageIds(id)).images())
        .singleElement()
        .satisfies(image -> assertThat(image.architectureAsString()).isEqualTo("arm64"));
    assertThat(image(id).snapshotIds()).containsExactly(snapshot);
    assertThat(snapshots()).first().extracting(Snapshot::tags).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void repeatsCopyImageIdempotently() {
    String source = seedImage(ImageSeed.named("web-1").tagged("secret", "of the source"));
    var request =
        new CopyImage(
            "web-1",
            "",
            PLACE.region(),
            source,
            "token-1",
            Optional.empty(),
            Optional.empty(),
            TAGS);

    String copy = copied(request);

    assertThat(copied(request)).isEqualTo(copy);
    assertThat(images(ELSEWHERE))
        .singleElement()
        .satisfies(image -> assertThat(image.tags()).isEqualTo(TAGS));
    assertThat(reads.snapshots(ELSEWHERE, Map.of(), Optional.empty()).items())
        .singleElement()
        .satisfies(snapshot -> assertThat(snapshot.tags()).isEqualTo(TAGS));
  }

  @Test
  void copiesWithKeyAndDuration() {
    String source = seedImage(ImageSeed.named("web-1"));
    String key = cloud.seeds().target(ACCOUNT, ELSEWHERE.region()).kmsKey("alias/images");

    copied(
        new CopyImage(
            "web-1",
            "",
            PLACE.region(),
            source,
            "token-1",
            Optional.of(new SnapshotEncryption(Optional.of("alias/images"))),
            Optional.of(30),
            TAGS));
    Snapshot snapshot = reads.snapshots(ELSEWHERE, Map.of(), Optional.empty()).items().getFirst();
    assertThat(snapshot.kmsKeyArn()).contains(key);
    assertThat(snapshot.creation().completionDurationMinutes()).contains(30);
  }

  @Test
  void copiesWithDefaultKey() {
    String source = seedImage(ImageSeed.named("web-1"));

    copied(
        new CopyImage(
            "web-1",
            "",
            PLACE.region(),
            source,
            "token-1",
            Optional.of(new SnapshotEncryption(Optional.empty())),
            Optional.empty(),
            TAGS));
    Snapshot snapshot = reads.snapshots(ELSEWHERE, Map.of(), Optional.empty()).items().getFirst();
    assertThat(reads.kmsKey(ELSEWHERE, snapshot.kmsKeyArn().orElseThrow()).awsManaged()).isTrue();
  }

  @Test
  void createsGrantOnceAndRevokesIt() {
    String key = cloud.seeds().target(ACCOUNT, PLACE.region()).kmsKey("alias/images");
    KmsAction create =
        new KmsAction.CreateGrant(
            key,
            "ami-operator/a/b",
            "arn:aws:iam::111122223333:root",
            KmsAction.CreateGrant.OPERATIONS_OF_COPIES);

    execute(create);
    execute(create);
    KmsKeyAccess.Grant grant = reads.keyGrants(PLACE, key).getFirst();
    assertThat(reads.keyGrants(PLACE, key))
        .containsExactly(
            new KmsKeyAccess.Grant(
                grant.id(),
                "ami-operator/a/b",
                "arn:aws:iam::111122223333:root",
                KmsAction.CreateGrant.OPERATIONS_OF_COPIES,
                false,
                grant.createdAt()));

    execute(new KmsAction.RevokeGrant(key, grant.id()));
    execute(new KmsAction.RevokeGrant(key, grant.id()));
    assertThat(reads.keyGrants(PLACE, key)).isEmpty();
  }

  @Test
  void setsSharedTagsOnCopiedImageOnly() {
    String source = seedImage(ImageSeed.named("web-1"));
    Map<String, String> shared = Map.of("team", "shop", "ec2:SharedTag/status", "approved");

    copied(
        new CopyImage(
            "web-1",
            "",
            PLACE.region(),
            source,
            "token-1",
            Optional.empty(),
            Optional.empty(),
            shared));

    assertThat(images(ELSEWHERE).getFirst().tags()).isEqualTo(shared);
    assertThat(reads.snapshots(ELSEWHERE, Map.of(), Optional.empty()).items().getFirst().tags())
        .isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void setsLaunchPermissions() {
    String id = seedImage(ImageSeed.named("web-1").sharedWith("111122223333"));
    String organization = "arn:aws:organizations::123456789012:organization/o-abc1234567";
    String unit = "arn:aws:organizations::123456789012:ou/o-abc1234567/ou-ab12-cdefghij";

    execute(
        new ImageAction.ModifyLaunchPermissions(
            id,
            new LaunchPermissions(true, Set.of("444455556666"), Set.of(organization, unit)),
            new LaunchPermissions(false, Set.of("111122223333"), Set.of())));

    assertThat(reads.launchPermissions(PLACE, id))
        .isEqualTo(new LaunchPermissions(true, Set.of("444455556666"), Set.of(organization, unit)));
  }

  @Test
  void setsDescriptionAndTags() {
    String id = seedImage(ImageSeed.named("web-1").tagged("old", "anything"));

    execute(new ImageAction.SetDescription(id, "new words"));
    execute(new TagAction.CreateTags(List.of(id), TAGS));
    execute(new TagAction.DeleteTags(List.of(id), Set.of("old", "team")));

    assertThat(image(id).description()).isEqualTo("new words");
    assertThat(image(id).tags()).isEqualTo(Map.of("family", "web"));
  }

  @Test
  void keepsSnapshotsByDefaultWhenDeregistering() {
    String kept = seedImage(ImageSeed.named("kept"));
    String gone = seedImage(ImageSeed.named("gone"));
    List<String> keptSnapshots = image(kept).snapshotIds();

    execute(new ImageAction.DeregisterImage(kept, false));
    execute(new ImageAction.DeregisterImage(gone, true));

    assertThat(snapshots()).extracting(Snapshot::id).containsExactlyElementsOf(keptSnapshots);
  }

  @Test
  void enablesAndDisablesFastLaunch() {
    String id = seedImage(ImageSeed.windows("win-1"));
    String template = cloud.seeds().target(ACCOUNT, PLACE.region()).launchTemplate("win", id);
    var settings =
        new FastLaunch.Settings(
            Optional.of(7),
            Optional.of(8),
            Optional.of(
                new FastLaunch.LaunchTemplate(Optional.of(template), Optional.empty(), "1")));

    execute(new ImageAction.EnableFastLaunch(id, settings));

    assertThat(reads.fastLaunches(PLACE, List.of(id, seedImage(ImageSeed.windows("win-2")))))
        .containsOnly(
            entry(
                id,
                new FastLaunch(
                    FastLaunch.State.ENABLING,
                    "Client.UserInitiated",
                    Optional.of(START),
                    settings)));
    assertThat(image(id).settings().windows()).isTrue();

    execute(new ImageAction.DisableFastLaunch(id));
    cloud.clock().step(Duration.ofHours(1));
    assertThat(reads.fastLaunches(PLACE, List.of(id))).isEmpty();
  }

  @Test
  void returnsResultForEachDeletedSnapshot() {
    String first = seedImage(ImageSeed.named("first"));
    String shared = image(first).snapshotIds().getFirst();
    String second = create(fromSnapshot(shared));

    assertThat(execute(new ImageAction.DeregisterImage(first, true)).snapshotResults())
        .isEqualTo(Map.of(shared, DeleteSnapshotResult.SKIPPED));
    assertThat(execute(new ImageAction.DeregisterImage(second, true)).snapshotResults())
        .isEqualTo(Map.of(shared, DeleteSnapshotResult.SUCCESS));
  }

  @Test
  void keepsSnapshotInUseAndIgnoresMissing() {
    String image = seedImage(ImageSeed.named("web-1"));
    String snapshot = image(image).snapshotIds().getFirst();

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> execute(new SnapshotAction.DeleteSnapshot(snapshot)))
        .satisfies(failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.IN_USE));

    execute(new SnapshotAction.DeleteSnapshot("snap-0123456789abcdef0"));
  }

  @Test
  void restoresFromRecycleBinWithTags() {
    cloud.seeds().target(ACCOUNT, PLACE.region()).retentionRule("image", 7);
    cloud.seeds().target(ACCOUNT, PLACE.region()).retentionRule("snapshot", 7);
    String id = seedImage(ImageSeed.named("web-1").tagged("family", "web"));
    String snapshot = image(id).snapshotIds().getFirst();
    execute(new ImageAction.DeregisterImage(id, true));
    Optional<Instant> until = Optional.of(START.plus(Duration.ofDays(7)));

    assertThat(reads.imagesInRecycleBin(PLACE, List.of(id)))
        .containsExactly(new RecycleBinEntry(id, "web-1", until));
    assertThat(reads.snapshotsInRecycleBin(PLACE, List.of(snapshot)))
        .containsExactly(new RecycleBinEntry(snapshot, "", until));
    execute(new SnapshotAction.RestoreSnapshotFromRecycleBin(snapshot));
    execute(new SnapshotAction.RestoreSnapshotFromRecycleBin(snapshot));
    execute(new ImageAction.RestoreImageFromRecycleBin(id));

    assertThat(image(id).tags()).isEqualTo(Map.of("family", "web"));
    assertThat(snapshots()).extracting(Snapshot::id).containsExactly(snapshot);
  }

  private String copied(CopyImage action) {
    return actions.execute(ELSEWHERE, action).createdImageId().orElseThrow();
  }
}
