package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.Device;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.Ec2Writes.FromImage;
import dev.amioperator.ec2.Ec2Writes.FromInstance;
import dev.amioperator.ec2.Ec2Writes.FromSnapshot;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.ImageQuery;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Limits;
import dev.amioperator.ec2.Machine;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.SnapshotResult;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwsEc2Test {
  private static final String ACCOUNT = "123456789012";
  private static final Place PLACE = new Place("default", ACCOUNT, "eu-west-1");
  private static final Place ELSEWHERE = new Place("default", ACCOUNT, "us-east-1");
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String OWNER = "AmiImage/images/web";
  private static final Map<String, String> TAGS = Map.of("family", "web", "team", "shop");

  private final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
  private final ClientSource clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  private final Limits limits = new Limits(cloud.clock());
  private final Ec2Reads reads = new AwsReads(clients, limits);
  private final Ec2Writes writes = new AwsWrites(clients, limits);

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
  void anImageThatIsReadyShowsItsDevices() {
    String id = writes.createImage(PLACE, OWNER, fromInstance("web-1"));
    cloud.clock().step(Duration.ofDays(1));

    Image image = image(id);
    assertThat(image.state()).isEqualTo(Image.State.AVAILABLE);
    assertThat(image.created()).contains(START);
    assertThat(image.architecture()).isEqualTo("x86_64");
    assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(image.blockDevices()).extracting(Image.BlockDevice::sizeGib).containsExactly(8L);
    assertThat(image.snapshotIds())
        .containsExactlyElementsOf(snapshots().stream().map(Snapshot::id).toList());
    assertThat(snapshots())
        .allSatisfy(
            s -> {
              assertThat(s.state()).isEqualTo(Snapshot.State.COMPLETED);
              assertThat(s.progress()).isEqualTo(100);
              assertThat(s.sizeGib()).isEqualTo(8);
            });
  }

  @Test
  void registeringTagsTheImageAndLeavesTheUsersSnapshotAlone() {
    String snapshot =
        cloud.seeds().in(ACCOUNT, PLACE.region()).snapshot(SnapshotSeed.of(10).tagged("a", "b"));

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
  void disabledAndDeprecatedImagesAreAskedForToo() {
    var request = Requests.images(ImageQuery.own(Map.of()), Optional.empty());

    assertThat(request.includeDisabled()).isTrue();
    assertThat(request.includeDeprecated()).isTrue();
  }

  @Test
  void ownOnlyLeavesTheImagesOfOthersOut() {
    String amazons = cloud.seeds().in("999999999999", PLACE.region()).image(ImageSeed.amazon("al"));
    Map<String, List<String>> filter = Map.of("image-id", List.of(amazons));

    assertThat(reads.images(PLACE, ImageQuery.own(filter), Optional.empty()).items()).isEmpty();
    assertThat(reads.images(PLACE, ImageQuery.anybodys(filter), Optional.empty()).items())
        .singleElement()
        .satisfies(image -> assertThat(image.isPublic()).isTrue());
  }

  @Test
  void aSearchFindsAvailableImagesOfItsOwnersOnly() {
    Instant deprecated = START.plusSeconds(86_400);
    String amazons =
        cloud
            .seeds()
            .in("999999999999", PLACE.region())
            .image(ImageSeed.amazon("al2023-1").createdAt(START).deprecatedAt(deprecated));
    String disabled = seeded(ImageSeed.named("al2023-2"));
    cloud.ec2(Caller.of(ACCOUNT), PLACE.region()).disableImage(r -> r.imageId(disabled));
    seeded(ImageSeed.named("al2023-3"));
    Map<String, List<String>> named = Map.of("name", List.of("al2023-*"));

    assertThat(search(new ImageSearch(List.of("amazon"), named)))
        .containsExactly(new Candidate(amazons, Optional.of(START), Optional.of(deprecated)));
    assertThat(search(new ImageSearch(List.of("self", "amazon"), named)))
        .hasSize(2)
        .extracting(Candidate::id)
        .doesNotContain(disabled);
  }

  private List<Candidate> search(ImageSearch search) {
    return reads.search(PLACE, search, Optional.empty()).items();
  }

  @Test
  void pagesFollowEachOtherByToken() {
    for (int i = 0; i < Requests.PAGE_SIZE + 1; i++) {
      seeded(ImageSeed.named("web-" + i));
    }

    Page<Image> first = reads.images(PLACE, ImageQuery.own(Map.of()), Optional.empty());
    Page<Image> second = reads.images(PLACE, ImageQuery.own(Map.of()), first.nextToken());

    assertThat(first.items()).hasSize(Requests.PAGE_SIZE);
    assertThat(second.items()).hasSize(1);
    assertThat(second.nextToken()).isEmpty();
  }

  @Test
  void launchPermissionsAreReadBackAsGiven() {
    String id = seeded(ImageSeed.named("web-1").sharedWith("111122223333"));
    String organization = "arn:aws:organizations::123456789012:organization/o-abc1234567";
    String unit = "arn:aws:organizations::123456789012:ou/o-abc1234567/ou-ab12-cdefghij";

    writes.change(
        PLACE,
        OWNER,
        id,
        new ImageChange.Share(
            new LaunchPermissions(true, Set.of("444455556666"), Set.of(organization, unit)),
            new LaunchPermissions(false, Set.of("111122223333"), Set.of())));

    assertThat(reads.launchPermissions(PLACE, id))
        .isEqualTo(new LaunchPermissions(true, Set.of("444455556666"), Set.of(organization, unit)));
    assertThat(image(id).isPublic()).isTrue();
  }

  @Test
  void descriptionAndTagsAreSetAndTagsRemovedWhateverTheirValue() {
    String id = seeded(ImageSeed.named("web-1").tagged("old", "anything"));

    writes.change(PLACE, OWNER, id, new ImageChange.Describe("new words"));
    writes.tag(PLACE, OWNER, List.of(id), TAGS);
    writes.untag(PLACE, OWNER, List.of(id), Set.of("old", "team"));

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
    String template = cloud.seeds().in(ACCOUNT, PLACE.region()).launchTemplate("win", id);
    var settings =
        new FastLaunch.Settings(
            Optional.of(7),
            Optional.of(8),
            Optional.of(
                new FastLaunch.LaunchTemplate(Optional.of(template), Optional.empty(), "1")));

    writes.change(PLACE, OWNER, id, new ImageChange.EnableFastLaunch(settings));

    assertThat(reads.fastLaunches(PLACE, List.of(id, seeded(ImageSeed.windows("win-2")))))
        .containsOnly(
            entry(id, new FastLaunch(FastLaunch.State.ENABLING, "", Optional.of(START), settings)));
    assertThat(image(id).settings().windows()).isTrue();

    writes.change(PLACE, OWNER, id, new ImageChange.DisableFastLaunch());
    cloud.clock().step(Duration.ofHours(1));
    assertThat(reads.fastLaunches(PLACE, List.of(id))).isEmpty();
  }

  @Test
  void aKeysPolicyAndGrantsAreReadAsTheyWerePut() {
    String key = cloud.seeds().in(ACCOUNT, PLACE.region()).kmsKey("alias/images");
    cloud.seeds().in(ACCOUNT, PLACE.region()).trust(key, "111122223333");
    String grantee = "arn:aws:iam::444455556666:root";
    clients
        .kms("default", PLACE.region())
        .createGrant(r -> r.keyId(key).granteePrincipal(grantee).operationsWithStrings("Decrypt"));

    assertThat(reads.awsManagedKey(PLACE, key)).isFalse();
    assertThat(reads.keyPolicy(PLACE, key)).contains("arn:aws:iam::111122223333:root");
    assertThat(reads.keyGrants(PLACE, key))
        .containsExactly(new KeyAccess.Grant(grantee, List.of("Decrypt"), false));
  }

  @Test
  void eachSnapshotThatWasToGoWithItsImageHasAResult() {
    String first = seeded(ImageSeed.named("first"));
    String shared = image(first).snapshotIds().getFirst();
    String second = writes.registerImage(PLACE, OWNER, fromSnapshot(shared));

    assertThat(writes.deregisterImage(PLACE, OWNER, first, true))
        .isEqualTo(Map.of(shared, SnapshotResult.SKIPPED));
    assertThat(writes.deregisterImage(PLACE, OWNER, second, true))
        .isEqualTo(Map.of(shared, SnapshotResult.SUCCESS));
  }

  @Test
  void aLockIsToldWhileItIsInForce() {
    String free = cloud.seeds().in(ACCOUNT, PLACE.region()).snapshot(SnapshotSeed.of(8));
    String locked = cloud.seeds().in(ACCOUNT, PLACE.region()).snapshot(SnapshotSeed.of(8));
    clients
        .ec2("default", PLACE.region())
        .lockSnapshot(r -> r.snapshotId(locked).lockMode("governance").lockDuration(2));

    assertThat(reads.locks(PLACE, List.of(free, locked)))
        .containsExactly(
            new SnapshotLock(locked, "governance", Optional.of(START.plus(Duration.ofDays(2)))));
    cloud.clock().step(Duration.ofDays(2));
    assertThat(reads.locks(PLACE, List.of(locked))).isEmpty();
  }

  @Test
  void aSnapshotInUseStaysAndOneThatIsGoneIsNoFailure() {
    String image = seeded(ImageSeed.named("web-1"));
    String snapshot = image(image).snapshotIds().getFirst();

    assertThatExceptionOfType(Ec2Failure.class)
        .isThrownBy(() -> writes.deleteSnapshot(PLACE, OWNER, snapshot))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.IN_USE));

    writes.deleteSnapshot(PLACE, OWNER, "snap-0123456789abcdef0");
  }

  @Test
  void whatLiesInTheRecycleBinIsListedByIdAndComesBackWithItsTags() {
    cloud.seeds().in(ACCOUNT, PLACE.region()).retentionRule("image", 7);
    cloud.seeds().in(ACCOUNT, PLACE.region()).retentionRule("snapshot", 7);
    String id = seeded(ImageSeed.named("web-1").tagged("family", "web"));
    String snapshot = image(id).snapshotIds().getFirst();
    writes.deregisterImage(PLACE, OWNER, id, true);
    Optional<Instant> until = Optional.of(START.plus(Duration.ofDays(7)));

    assertThat(reads.binnedImages(PLACE, List.of(id)))
        .containsExactly(new Binned(id, "web-1", until));
    assertThat(reads.binnedSnapshots(PLACE, List.of(snapshot)))
        .containsExactly(new Binned(snapshot, "", until));
    writes.restoreBinnedSnapshot(PLACE, OWNER, snapshot);
    writes.restoreBinnedSnapshot(PLACE, OWNER, snapshot);
    writes.restoreBinnedImage(PLACE, OWNER, id);

    assertThat(image(id).tags()).isEqualTo(Map.of("family", "web"));
    assertThat(snapshots()).extracting(Snapshot::id).containsExactly(snapshot);
  }

  @Test
  void referencesReachBackToOldVersionsOfATemplate() {
    String old = seeded(ImageSeed.named("old"));
    String current = seeded(ImageSeed.named("current"));
    String[] versions = new String[12];
    Arrays.fill(versions, current);
    versions[0] = old;
    cloud.seeds().in(ACCOUNT, PLACE.region()).launchTemplate("web", versions);

    assertThat(reads.references(PLACE, List.of(old)))
        .extracting(ImageReference::type)
        .containsExactly("ec2:LaunchTemplate");
  }

  @Test
  void aLostReadIsAskedOnceMore() {
    cloud.faults().loseAnswer("DescribeImages", 1);

    assertThat(images(PLACE)).isEmpty();
    assertThat(cloud.journal().count("DescribeImages")).isEqualTo(2);
  }

  @Test
  void aLostWriteIsNotRepeated() {
    cloud.faults().loseAnswer("CreateImage", 1);

    assertThatExceptionOfType(Ec2Failure.class)
        .isThrownBy(() -> writes.createImage(PLACE, OWNER, fromInstance("web-1")))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT));
    assertThat(cloud.journal().count("CreateImage")).isEqualTo(1);
    assertThat(images(PLACE)).hasSize(1);
  }

  @Test
  void afterAThrottledAnswerCallsAreHeldBackBeforeTheyGoOut() {
    cloud.faults().throttle("DescribeImages", 1);
    assertThatExceptionOfType(Ec2Failure.class)
        .isThrownBy(() -> images(PLACE))
        .satisfies(failure -> assertThat(Limits.heldBack(failure)).isFalse());

    assertThatExceptionOfType(Ec2Failure.class)
        .isThrownBy(() -> images(PLACE))
        .satisfies(failure -> assertThat(Limits.heldBack(failure)).isTrue());
    assertThat(cloud.journal().count("DescribeImages")).isEqualTo(1);

    cloud.clock().step(Duration.ofSeconds(1));
    assertThat(images(PLACE)).isEmpty();
  }

  @Test
  void aDenialNamesTheActionAndThePermission() {
    cloud
        .faults()
        .add(Rule.on("CreateImage", new Effect.Refuse("UnauthorizedOperation", "Not you.", 403)));

    assertThatExceptionOfType(Ec2Failure.class)
        .isThrownBy(() -> writes.createImage(PLACE, OWNER, fromInstance("web-1")))
        .withMessageContaining("ec2:CreateImage")
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.DENIED));
  }

  @Test
  void stsSaysWhoseCredentialsTheyAre() {
    assertThat(new StsCaller(new SimulatedClients(cloud, Caller.of(ACCOUNT))).accountId("default"))
        .isEqualTo(ACCOUNT);
  }

  private static FromSnapshot fromSnapshot(String snapshotId) {
    Optional<Integer> unsaid = Optional.empty();
    return new FromSnapshot(
        "web-1",
        "",
        new Machine("arm64", "/dev/sda1", "hvm", "", true, "", "", "", ""),
        List.of(
            new Device.Volume(
                "/dev/sda1",
                Optional.of(snapshotId),
                unsaid,
                Optional.empty(),
                unsaid,
                unsaid,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        TAGS);
  }

  private FromInstance fromInstance(String name) {
    String instance = cloud.seeds().in(ACCOUNT, PLACE.region()).instance(InstanceSeed.small());
    return new FromInstance(name, "the web tier", instance, true, List.of(), TAGS);
  }

  private String seeded(ImageSeed seed) {
    return cloud.seeds().in(ACCOUNT, PLACE.region()).image(seed);
  }

  private Image image(String id) {
    return images(PLACE).stream().filter(image -> image.id().equals(id)).findFirst().orElseThrow();
  }

  private List<Image> images(Place place) {
    return reads.images(place, ImageQuery.own(Map.of()), Optional.empty()).items();
  }

  private List<Snapshot> snapshots() {
    return reads.snapshots(PLACE, Map.of(), Optional.empty()).items();
  }
}
