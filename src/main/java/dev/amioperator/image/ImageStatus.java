package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Ledger;
import dev.amioperator.reconcile.Acted;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.Outcome;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the status of an AmiImage: what was seen, and how it stands. */
final class ImageStatus {
  private static final AmiImageStatus NONE =
      new AmiImageStatus(null, null, null, null, null, null, null, null, null, null, null);

  private final AmiImage resource;
  private final AmiImageStatus former;
  private final Instant now;

  ImageStatus(AmiImage resource, Instant now) {
    this.resource = resource;
    this.former = Optional.ofNullable(resource.getStatus()).orElse(NONE);
    this.now = now;
  }

  AmiImage resource() {
    return resource;
  }

  /** The moment of the reconcile. */
  Instant now() {
    return now;
  }

  /** Whether all was well at the last look, for the same spec. */
  boolean settled() {
    return resource.getMetadata().getGeneration().equals(former.observedGeneration())
        && former.ready();
  }

  /** Whether nothing was done for the object yet, as far as the status knows. */
  boolean blank() {
    return former.accountId() == null;
  }

  /** Nothing new is known of EC2: only the verdict changes. */
  Outcome<AmiImageStatus> only(Verdict verdict) {
    return new Outcome<>(with(former.accountId(), before(), verdict), verdict);
  }

  /** EC2 is being asked: a status that says more of it than that stays as it is. */
  Outcome<AmiImageStatus> asking(Verdict verdict) {
    boolean says =
        former.accountId() != null
            && resource.getMetadata().getGeneration().equals(former.observedGeneration());
    return verdict.reason() == Reason.Observing && says
        ? new Outcome<>(former, verdict)
        : only(verdict);
  }

  /** The ledger is written down before anything that could orphan a snapshot. */
  Outcome<AmiImageStatus> remember(String accountId, List<SnapshotEntry> ledger, Verdict verdict) {
    Told told =
        new Told(
            former.imageId(), former.imageName(), former.state(), ledger, former.managedTagKeys());
    return new Outcome<>(with(accountId, told, verdict), verdict);
  }

  /** What was seen, and what follows from it. */
  Outcome<AmiImageStatus> seen(
      String accountId, Desired desired, Observed observed, Standing standing, Acted acted) {
    return new Outcome<>(
        of(accountId, desired, observed, standing, acted)
            .withBuild(
                Attempt.of(desired, observed, standing, now)
                    .map(build -> Attempt.after(build, acted, now))
                    .orElse(null)),
        acted.verdict());
  }

  private AmiImageStatus of(
      String accountId, Desired desired, Observed observed, Standing standing, Acted acted) {
    Verdict verdict = acted.verdict();
    return switch (standing) {
      case Standing.Found(Image image, var others) ->
          with(accountId, standing(desired, observed, image, image.id(), acted), verdict);
      case Standing.Untagged(Image image) -> {
        String id = idOfUntagged(desired, image);
        yield with(accountId, standing(desired, observed, image, id, acted), verdict);
      }
      case Standing.Broken(Image image) ->
          with(accountId, broken(desired, observed, image), verdict);
      case Standing.Pinned(Image image, var newer) -> pinned(accountId, image, newer, verdict);
      case Standing.Unfound unfound -> with(accountId, Told.NOTHING, verdict);
      case Standing.Gone gone -> with(accountId, gone(acted), verdict);
      case Standing.None none -> with(accountId, none(desired, observed, acted), verdict);
      case Standing.Missed missed -> only(verdict).status();
      case Standing.OtherSource other -> only(verdict).status();
    };
  }

  /** The ledger without what went with a failed image: the next one is not to inherit it. */
  private List<SnapshotEntry> stillThere(List<Snapshot> owned) {
    Set<String> ids = owned.stream().map(Snapshot::id).collect(Collectors.toSet());
    return Optional.ofNullable(former.snapshots()).orElse(List.of()).stream()
        .filter(entry -> ids.contains(entry.snapshotId()))
        .toList();
  }

  /** An image to be adopted is nobody's until it carries our tags; a deletion has to leave it. */
  private String idOfUntagged(Desired desired, Image image) {
    return desired.observesOnly() ? image.id() : former.imageId();
  }

  private Told standing(
      Desired desired, Observed observed, Image image, String imageId, Acted acted) {
    return desired.observesOnly()
        ? Told.only(imageId, image)
        : new Told(
            imageId,
            image.name(),
            image.state().word(),
            ledger(image, observed.snapshotsOf(image)),
            keys(desired, acted));
  }

  private Told broken(Desired desired, Observed observed, Image image) {
    return new Told(
        desired.wasUsable(image) ? image.id() : null,
        desired.imageName(),
        image.state().word(),
        ledger(image, observed.holdings().snapshots()),
        former.managedTagKeys());
  }

  private Told gone(Acted acted) {
    return new Told(
        acted.made().orElse(former.imageId()),
        former.imageName(),
        former.imageId() == null || acted.made().isPresent() ? null : Loss.GONE,
        former.snapshots(),
        former.managedTagKeys());
  }

  /** Until nothing is left of a failed image, the next one has to wait: its state stays. */
  private Told none(Desired desired, Observed observed, Acted acted) {
    boolean cleared = Clearing.leftOver(desired, observed).isEmpty();
    return new Told(
        acted.made().orElse(null),
        desired.imageName(),
        cleared ? null : former.state(),
        cleared ? stillThere(observed.holdings().snapshots()) : former.snapshots(),
        former.managedTagKeys());
  }

  /** What the object stood for before is remembered once it follows to another image. */
  private AmiImageStatus pinned(
      String accountId, Image image, Optional<Image> newer, Verdict verdict) {
    boolean followed = former.imageId() != null && !former.imageId().equals(image.id());
    return with(
        accountId,
        Told.only(image.id(), image),
        newer.map(Image::id).orElse(null),
        followed ? former.imageId() : former.previousImageId(),
        verdict);
  }

  private List<SnapshotEntry> ledger(Image image, List<Snapshot> owned) {
    return Ledger.of(former.snapshots(), Optional.of(image), owned);
  }

  /** Keys that are still to be removed are remembered until they are. */
  private static List<String> keys(Desired desired, Acted acted) {
    Set<String> keys = new TreeSet<>(desired.attributes().keysToRemember());
    if (acted.moved()) {
      keys.addAll(desired.attributes().managedKeys());
    }
    return List.copyOf(keys);
  }

  /**
   * What a status tells of the object's image; anything may be null.
   *
   * @param managedTagKeys the user's tag keys that are ours to remove
   */
  private record Told(
      String imageId,
      String imageName,
      String state,
      List<SnapshotEntry> snapshots,
      List<String> managedTagKeys) {
    static final Told NOTHING = new Told(null, null, null, null, null);

    /** An image that others manage. */
    static Told only(String imageId, Image image) {
      return new Told(imageId, image.name(), image.state().word(), null, null);
    }
  }

  private Told before() {
    return new Told(
        former.imageId(),
        former.imageName(),
        former.state(),
        former.snapshots(),
        former.managedTagKeys());
  }

  private AmiImageStatus with(String accountId, Told told, Verdict verdict) {
    return with(accountId, told, former.newerImageId(), former.previousImageId(), verdict);
  }

  private AmiImageStatus with(
      String accountId, Told told, String newerImageId, String previousImageId, Verdict verdict) {
    long generation = resource.getMetadata().getGeneration();
    return new AmiImageStatus(
        generation,
        accountId,
        told.imageId(),
        told.imageName(),
        told.state(),
        emptyToNull(told.snapshots()),
        emptyToNull(told.managedTagKeys()),
        Conditions.of(verdict, generation, former.conditions(), now),
        newerImageId,
        previousImageId,
        former.build());
  }

  private static <T> List<T> emptyToNull(List<T> list) {
    return list == null || list.isEmpty() ? null : list;
  }
}
