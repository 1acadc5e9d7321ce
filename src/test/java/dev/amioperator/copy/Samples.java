package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.Permitted;
import dev.amioperator.attributes.Sharing;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Holdings;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.recyclebin.Remains;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One AmiCopy, one destination, and the images around it. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Duration GRACE = Duration.ofMinutes(2);
  static final Owner OWNER = new Owner(new ClusterId("c1"), "AmiCopy/images/web");
  static final Place HERE = new Place("default", "111122223333", "us-east-1");
  static final SourceId SOURCE_ID = new SourceId("eu-west-1", "ami-0123456789abcdef0");
  static final SourceId FORMER_ID = new SourceId("eu-west-1", "ami-0aaaaaaaaaaaaaaaa");
  static final Image SOURCE =
      image(SOURCE_ID.imageId(), "web-42", State.AVAILABLE, Map.of("family", "web"), "snap-src");

  private Samples() {}

  static Desired desired() {
    return new Desired(
        OWNER,
        "uid-1",
        Optional.of(SOURCE_ID),
        Optional.empty(),
        Optional.empty(),
        false,
        Map.of("team", "shop"),
        Set.of(),
        Sharing.UNMANAGED,
        List.of(HERE.region()),
        DeletionPolicy.DELETE,
        DeletionGuard.REFERENCES);
  }

  /** The same object while its copies are still of {@code source}. */
  static Desired copied(SourceId source) {
    Desired d = desired();
    return new Desired(
        d.owner(),
        d.uid(),
        Optional.of(source),
        d.imageName(),
        d.description(),
        d.copySourceTags(),
        d.tags(),
        d.managedTagKeys(),
        d.sharing(),
        d.regions(),
        d.deletionPolicy(),
        d.deletionGuard());
  }

  static Desired named(String imageName) {
    Desired d = desired();
    return new Desired(
        d.owner(),
        d.uid(),
        d.copied(),
        Optional.of(imageName),
        d.description(),
        d.copySourceTags(),
        d.tags(),
        d.managedTagKeys(),
        d.sharing(),
        d.regions(),
        d.deletionPolicy(),
        d.deletionGuard());
  }

  static Desired sharedWith(String accountId) {
    Desired d = desired();
    return new Desired(
        d.owner(),
        d.uid(),
        d.copied(),
        d.imageName(),
        Optional.of("web tier"),
        true,
        d.tags(),
        Set.of("old-key"),
        new Sharing(
            Optional.of(new LaunchPermissions(false, Set.of(accountId), Set.of())),
            Optional.empty()),
        d.regions(),
        d.deletionPolicy(),
        d.deletionGuard());
  }

  static Target target(RegionStatus entry) {
    return target(desired(), entry);
  }

  static Target target(Desired desired, RegionStatus entry) {
    return new Target(
        desired,
        SOURCE_ID,
        new Source.Available(SOURCE_ID, SOURCE),
        HERE,
        Optional.ofNullable(entry));
  }

  static RegionStatus queued(String name, String previous) {
    return Entry.queued(target(null), Optional.ofNullable(name), Optional.ofNullable(previous));
  }

  /** The entry as it stands once the image was seen. */
  static RegionStatus entryOf(Image image, Snapshot... snapshots) {
    return Entry.of(target(null), image, List.of(snapshots), List.of());
  }

  static Observed seen(List<Image> images, Snapshot... snapshots) {
    return new Observed(
        new Holdings(images, List.of(snapshots)),
        Optional.empty(),
        Optional.empty(),
        new Permitted(Optional.of(LaunchPermissions.NONE), Map.of(), false, Map.of()),
        0,
        NOW,
        new Remains.Unasked());
  }

  static Observed seen(Image image, Snapshot... snapshots) {
    return seen(List.of(image), snapshots);
  }

  static Observed nothing() {
    return seen(List.of());
  }

  static Observed knowing(Presence<Image> known, Snapshot... snapshots) {
    Observed o = seen(List.of(), snapshots);
    return new Observed(
        o.holdings(),
        Optional.of(known),
        o.named(),
        o.permitted(),
        o.copying(),
        o.askedAt(),
        o.remains());
  }

  /** The image of the status is gone, and this is what is left of it. */
  static Observed left(Remains remains) {
    Observed o = knowing(gone());
    return new Observed(
        o.holdings(), o.known(), o.named(), o.permitted(), o.copying(), o.askedAt(), remains);
  }

  static Observed nameHeldBy(Image holder, Image... owned) {
    Observed o = seen(List.of(owned));
    return new Observed(
        o.holdings(),
        o.known(),
        Optional.of(there(holder)),
        o.permitted(),
        o.copying(),
        o.askedAt(),
        o.remains());
  }

  static Observed copying(int snapshots) {
    Observed o = nothing();
    return new Observed(
        o.holdings(), o.known(), o.named(), o.permitted(), snapshots, o.askedAt(), o.remains());
  }

  static Presence<Image> there(Image image) {
    return new Presence<>(Optional.of(image), Optional.empty(), 0);
  }

  static Presence<Image> missedFor(Duration time, int misses) {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(time)), misses);
  }

  static Presence<Image> gone() {
    return missedFor(GRACE, 2);
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
    tags.put(TagKeys.MADE_AS, HERE.region() + "/" + name);
    return new Image(
        id,
        name,
        HERE.accountId(),
        state,
        state.broken() ? "Client.InternalError: the KMS key is disabled" : "",
        Optional.of(created),
        Optional.empty(),
        "",
        "x86_64",
        "/dev/xvda",
        false,
        tags,
        List.of(new BlockDevice("/dev/xvda", Optional.of("snap-of-" + id), 8, false)),
        Image.Settings.DEFAULT);
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
        Optional.empty(),
        "",
        "x86_64",
        "/dev/xvda",
        false,
        tags,
        List.of(new BlockDevice("/dev/xvda", Optional.of(snapshotId), 8, false)),
        Image.Settings.DEFAULT);
  }

  static Snapshot snapshotOf(Image image) {
    return snapshot("snap-of-" + image.id(), Snapshot.State.COMPLETED, 100, 8, image.tags());
  }

  static Snapshot snapshot(
      String id, Snapshot.State state, int progress, long gib, Map<String, String> tags) {
    return new Snapshot(id, HERE.accountId(), state, progress, gib, "", tags, Optional.empty());
  }
}
