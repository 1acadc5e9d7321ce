package dev.amioperator.copy;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ExpectedEncryption;
import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.testing.Manifests;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An AmiCopy with its destination region, and observed images. */
final class CopyFixtures {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Duration GRACE = Duration.ofMinutes(2);
  static final Owner OWNER = new Owner(new ClusterId("c1"), "AmiCopy/images/web");
  static final AccountRegion HERE = new AccountRegion("default", "111122223333", "us-east-1");
  static final SourceId SOURCE_ID = new SourceId("eu-west-1", "ami-0123456789abcdef0");
  static final SourceId FORMER_ID = new SourceId("eu-west-1", "ami-0aaaaaaaaaaaaaaaa");
  static final Image SOURCE =
      image(SOURCE_ID.imageId(), "web-42", State.AVAILABLE, Map.of("family", "web"), "snap-src");

  private CopyFixtures() {}

  static DesiredCopy desired() {
    return new DesiredCopy(
        OWNER,
        "uid-1",
        Optional.empty(),
        false,
        List.of(),
        List.of(
            new DesiredDestination(
                new DestinationKey(HERE.account(), HERE.region()),
                true,
                Map.of("team", "shop"),
                DesiredSharing.UNMANAGED,
                List.of(),
                Optional.empty(),
                Optional.empty())),
        DeletionPolicy.DELETE,
        DeletionGuard.REFERENCES);
  }

  /** The object after a change of its only destination. */
  static DesiredCopy with(UnaryOperator<DesiredDestinationBuilder> change) {
    DesiredCopy desired = desired();
    return DesiredCopyBuilder.builder(desired)
        .destinations(
            List.of(
                change
                    .apply(DesiredDestinationBuilder.builder(desired.destinations().getFirst()))
                    .build()))
        .build();
  }

  static DesiredCopy withImageName(String imageName) {
    return DesiredCopyBuilder.builder(desired()).imageName(Optional.of(imageName)).build();
  }

  static DesiredCopy withLaunchPermission(String accountId) {
    DesiredCopy shared =
        with(
            destination ->
                destination
                    .attributes(List.of(new ManagedAttribute.Description("web tier")))
                    .sharing(
                        new DesiredSharing(
                            Optional.of(new LaunchPermissions(false, Set.of(accountId), Set.of())),
                            Optional.empty())));
    return DesiredCopyBuilder.builder(shared).copySourceTags(true).build();
  }

  static final Allowlist ALLOWING = new Allowlist("default", Manifests.allowingAll().build());

  static CopyTarget target(RegionStatus entry) {
    return target(desired(), entry);
  }

  static CopyTarget target(DesiredCopy desired, RegionStatus entry) {
    return target(desired, new ObservedSource.Available(SOURCE_ID, SOURCE), entry);
  }

  static CopyTarget target(DesiredCopy desired, ObservedSource source, RegionStatus entry) {
    return target(desired, source, recorded(SOURCE_ID, entry), HERE);
  }

  private static CopyTarget target(
      DesiredCopy desired, ObservedSource source, RecordedCopy recorded, AccountRegion at) {
    return new CopyTarget(
        desired,
        desired.destinations().getFirst(),
        recorded,
        SOURCE_ID,
        source,
        at,
        ALLOWING,
        new CopyTarget.SourceAccount(
            new AccountRegion(HERE.account(), HERE.accountId(), SOURCE_ID.region()), ALLOWING),
        "1 1 1");
  }

  /** The copies of the status are of {@code source}; a tag key was set before. */
  static RecordedCopy recorded(SourceId source, RegionStatus entry) {
    return new RecordedCopy(
        Optional.of(HERE.account()),
        Optional.of(HERE.accountId()),
        Optional.of(source),
        Set.of("old-key"),
        Set.of(),
        Stream.ofNullable(entry).toList(),
        List.of());
  }

  /** The object in another region, where a copy of that name is announced; null for none. */
  static CopyTarget targetIn(AccountRegion there, String announced) {
    ObservedSource source = new ObservedSource.Available(SOURCE_ID, SOURCE);
    CopyTarget target = target(desired(), source, recorded(SOURCE_ID, null), there);
    return announced == null
        ? target
        : target(
            desired(),
            source,
            recorded(
                SOURCE_ID,
                RegionStatusFactory.queued(target, Optional.of(announced), Optional.empty())),
            there);
  }

  /** The same object while its copies are still of another source. */
  static CopyTarget copiedFrom(SourceId source, RegionStatus entry) {
    CopyTarget target = target(entry);
    return target(target.desired(), target.source(), recorded(source, entry), HERE);
  }

  static RegionStatus queuedEntry(String name, String previous) {
    return RegionStatusFactory.queued(
        target(null), Optional.ofNullable(name), Optional.ofNullable(previous));
  }

  /** The status entry of an observed image. */
  static RegionStatus entryOf(Image image, Snapshot... snapshots) {
    return RegionStatusFactory.of(target(null), image, List.of(snapshots), List.of(), 0);
  }

  static ObservedCopy observed(List<Image> images, Snapshot... snapshots) {
    return new ObservedCopy(
        new OwnedResources(images, List.of(snapshots)),
        Optional.empty(),
        Optional.empty(),
        new ObservedSharing(Optional.of(LaunchPermissions.NONE), Map.of(), false, false, Map.of()),
        NOW,
        new RecycleBinState.NotObserved(),
        images.stream().collect(toMap(Image::id, _ -> new Usage.Unused(NOW))),
        Optional.empty(),
        new ObservedKey.NotRead(),
        Optional.empty(),
        List.of());
  }

  static ObservedCopy observed(Image image, Snapshot... snapshots) {
    return observed(List.of(image), snapshots);
  }

  static ObservedCopy observedNothing() {
    return observed(List.of());
  }

  static ObservedCopy observedById(Presence<Image> known, Snapshot... snapshots) {
    return ObservedCopyBuilder.builder(observed(List.of(), snapshots))
        .byId(Optional.of(known))
        .build();
  }

  /** Observes that the recorded image is missing, with this state of the Recycle Bin. */
  static ObservedCopy observedRecycleBin(RecycleBinState recycleBinState) {
    return ObservedCopyBuilder.builder(observedById(confirmedGone()))
        .recycleBinState(recycleBinState)
        .build();
  }

  static ObservedCopy observedNameHolder(Image holder, Image... owned) {
    return ObservedCopyBuilder.builder(observed(List.of(owned)))
        .byName(Optional.of(present(holder)))
        .build();
  }

  /** An observation after which a new copy would be encrypted with a key that AWS manages. */
  static ObservedCopy withAwsManagedKey(ObservedCopy o) {
    KmsKeyAccess key = new KmsKeyAccess("alias/aws/ebs", true, "", List.of(), "");
    return ObservedCopyBuilder.builder(o)
        .expectedEncryption(
            Optional.of(
                new ExpectedEncryption(
                    List.of(
                        new ExpectedEncryption.ExpectedKey(
                            key, ExpectedEncryption.Cause.SOURCE_ENCRYPTED)))))
        .build();
  }

  static Presence<Image> present(Image image) {
    return new Presence<>(Optional.of(image), Optional.empty(), 0);
  }

  static Presence<Image> missed(Duration time, int misses) {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(time)), misses);
  }

  static Presence<Image> confirmedGone() {
    return missed(GRACE, 2);
  }

  static Image copy(String id, State state) {
    return copy(id, state, SOURCE_ID, "web-42", NOW.minus(Duration.ofMinutes(5)));
  }

  static Image formerCopy(String id) {
    return copy(id, State.AVAILABLE, FORMER_ID, "web-42", NOW.minus(Duration.ofDays(9)));
  }

  static Image copy(String id, State state, SourceId source, String name, Instant created) {
    Map<String, String> tags = new java.util.TreeMap<>(OWNER.tags(Role.COPY, source.hash()));
    tags.put("team", "shop");
    tags.put(TagKeys.MADE_AS, HERE.accountId() + "/" + HERE.region() + "/" + name);
    return new Image(
        id,
        name,
        HERE.accountId(),
        state,
        state.failed() ? "Client.InternalError: an internal error" : "",
        Optional.of(created),
        "",
        tags,
        List.of(new BlockDevice("/dev/xvda", Optional.of("snap-of-" + id), 8, false)),
        Image.Settings.DEFAULT,
        "");
  }

  static Image image(
      String id, String name, State state, Map<String, String> tags, String snapshotId) {
    return new Image(
        id,
        name,
        HERE.accountId(),
        state,
        "",
        Optional.of(NOW.minus(Duration.ofDays(1))),
        "",
        tags,
        List.of(new BlockDevice("/dev/xvda", Optional.of(snapshotId), 8, false)),
        Image.Settings.DEFAULT,
        "");
  }

  static Snapshot snapshotOf(Image image) {
    return snapshot("snap-of-" + image.id(), Snapshot.State.COMPLETED, 100, 8, image.tags());
  }

  static Snapshot snapshot(
      String id, Snapshot.State state, int progress, long gib, Map<String, String> tags) {
    return new Snapshot(id, HERE.accountId(), state, progress, gib, "", tags, Optional.empty());
  }
}
